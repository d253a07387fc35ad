/*
 * What Latchkey asks of the kernel, asked from C: the yardstick of the benchmarks.
 *
 *   locks cached <directory> <cycles>      a claim's acquire and release, files kept open
 *   locks uncached <directory> <cycles>    the same, files opened and closed each time
 *   locks held <directory> <cycles>        a held file lock's acquire and release
 *   locks named <directory> <cycles>       a named lock's acquire and release
 *   locks named-checked <directory> <cycles>   the same, asking at the end whether it is still there
 *   locks handover <directory> <samples>   two processes pass one flock back and forth
 *   locks claims <directory> <samples>     the same with a claim's two files
 *   locks heldover <directory> <samples>   the same with a held file lock
 *   locks namedover <directory> <samples>  the same with a named lock
 *   locks await <file>                     waits for the file's flock
 *
 * The first five print nanoseconds, the median of all cycles; the next four, for each
 * hand-over, nanoseconds from just before the release to just after the acquisition in
 * the other process. The last prints a line when it has opened the file, and the time of
 * the monotonic clock when it has the lock.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { IDENTITY = STATX_TYPE | STATX_MODE | STATX_INO | STATX_SIZE, CONTENT = 32, BEACON = 16, RECORD = 178, LONGEST_RECORD = 4096, NAMED_RECORD = 256, LOOK_MILLIS = 10, WARM_UP = 20000, SKIPPED = 100 };

struct lock_file {
	char path[4096];
	int fd;
	uint64_t inode;
	uint32_t major, minor;
	uint64_t size;
};

struct claim {
	struct lock_file gate, announce;
};

struct held_lock {
	char directory[4096];
	struct lock_file mutex, file;
};

/* The record of a named lock, mapped. */
struct named_record {
	char magic[8];
	volatile uint64_t mark, token, since, used, beat, stale_after, not_before, pid, start, namespace;
	char host[NAMED_RECORD - 88];
};

struct named_lock {
	struct lock_file file;
	struct named_record *record;
	uint64_t named_at;
};

enum kind { FLOCK, CLAIM, HELD, NAMED };

/* What is passed back and forth. */
struct passed {
	enum kind kind;
	struct claim claim;
	struct held_lock held;
	struct named_lock named;
};

static void fail(const char *what) {
	perror(what);
	exit(1);
}

static uint64_t now(void) {
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t) time.tv_sec * 1000000000u + (uint64_t) time.tv_nsec;
}

static void pause_micros(long micros) {
	struct timespec time = { micros / 1000000, (micros % 1000000) * 1000 };
	nanosleep(&time, NULL);
}

static void identify(struct lock_file *file) {
	struct statx status;
	if (file->fd < 0 || statx(file->fd, "", AT_EMPTY_PATH, IDENTITY, &status) != 0 || !S_ISREG(status.stx_mode)) {
		fail(file->path);
	}
	file->inode = status.stx_ino;
	file->major = status.stx_dev_major;
	file->minor = status.stx_dev_minor;
}

static void open_file(struct lock_file *file) {
	file->fd = open(file->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0);
	if (file->fd < 0 && errno == ENOENT) {
		file->fd = open(file->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_CREAT | O_EXCL, 0644);
	}
	if (file->fd < 0 && errno == EEXIST) {
		open_file(file);
		return;
	}
	identify(file);
}

static void lock(struct lock_file *file, int operation) {
	while (flock(file->fd, operation) != 0) {
		if (errno != EINTR) {
			fail("flock");
		}
	}
}

static void require_named(struct lock_file *file) {
	struct statx status;
	if (statx(AT_FDCWD, file->path, AT_SYMLINK_NOFOLLOW, IDENTITY, &status) != 0 || status.stx_ino != file->inode
			|| status.stx_dev_major != file->major || status.stx_dev_minor != file->minor) {
		fail("identity");
	}
	file->size = status.stx_size;
}

/* The steps that follow once the gate is locked and named; see docs/benchmarks.md. */
static void complete(struct claim *claim, const char *content) {
	struct lock_file *gate = &claim->gate, *announce = &claim->announce;
	struct timespec time;
	char beacon[BEACON] = { 0 };
	int64_t token = 0;
	lock(announce, LOCK_SH | LOCK_NB);
	if (pwrite(gate->fd, content, CONTENT, 0) != CONTENT) {
		fail("pwrite");
	}
	if (gate->size > CONTENT && ftruncate(gate->fd, CONTENT) != 0) {
		fail("ftruncate");
	}
	lock(announce, LOCK_EX | LOCK_NB);
	require_named(announce);
	require_named(gate);
	if (pread(announce->fd, beacon, BEACON, 0) == BEACON) {
		memcpy(&token, beacon + 8, sizeof token);
	}
	clock_gettime(CLOCK_REALTIME, &time);
	int64_t micros = ((int64_t) time.tv_sec * 1000 + time.tv_nsec / 1000000) * 1000;
	token = (token + 1 > micros) ? token + 1 : micros;
	memset(beacon, 0, sizeof beacon);
	beacon[0] = 1;
	memcpy(beacon + 8, &token, sizeof token);
	if (pwrite(announce->fd, beacon, BEACON, 0) != BEACON) {
		fail("pwrite");
	}
}

static void release(struct claim *claim) {
	lock(&claim->announce, LOCK_UN);
	lock(&claim->gate, LOCK_UN);
}

static void prepare(struct claim *claim, const char *directory, const char *name) {
	snprintf(claim->gate.path, sizeof claim->gate.path, "%s/%s.lock", directory, name);
	snprintf(claim->announce.path, sizeof claim->announce.path, "%s/%s.live.lock", directory, name);
}

static void prepare_held(struct held_lock *held, const char *directory, const char *name) {
	snprintf(held->directory, sizeof held->directory, "%s", directory);
	snprintf(held->file.path, sizeof held->file.path, "%s/%s", directory, name);
	snprintf(held->mutex.path, sizeof held->mutex.path, "%s/%s.token", directory, name);
}

static void lock_mutex(struct held_lock *held) {
	if (flock(held->mutex.fd, LOCK_EX | LOCK_NB) != 0) {
		lock(&held->mutex, LOCK_EX);
	}
	require_named(&held->mutex);
}

/* With the mutex, when nothing has the name; see docs/benchmarks.md. */
static void publish(struct held_lock *held) {
	struct lock_file *file = &held->file;
	struct timespec time;
	char record[RECORD], link[64];
	int64_t token = 0;
	if (pread(held->mutex.fd, &token, sizeof token, 0) < 0) {
		fail("pread");
	}
	clock_gettime(CLOCK_REALTIME, &time);
	int64_t micros = ((int64_t) time.tv_sec * 1000 + time.tv_nsec / 1000000) * 1000;
	token = (token + 1 > micros) ? token + 1 : micros;
	memset(record, 'x', sizeof record);
	if (pwrite(held->mutex.fd, &token, sizeof token, 0) != sizeof token) {
		fail("pwrite");
	}
	file->fd = open(held->directory, O_RDWR | O_CLOEXEC | O_TMPFILE, 0644);
	identify(file);
	lock(file, LOCK_EX | LOCK_NB);
	if (pwrite(file->fd, record, sizeof record, 0) != sizeof record) {
		fail("pwrite");
	}
	snprintf(link, sizeof link, "/proc/self/fd/%d", file->fd);
	if (linkat(AT_FDCWD, link, AT_FDCWD, file->path, AT_SYMLINK_FOLLOW) != 0) {
		fail("linkat");
	}
	lock(&held->mutex, LOCK_UN);
	if (futimens(file->fd, NULL) != 0) {
		fail("futimens");
	}
	require_named(file);
}

/* With the mutex: somebody has the lock. Leaves the mutex and waits. */
static void await_release(struct held_lock *held) {
	char record[LONGEST_RECORD + 1];
	struct statx status;
	struct statfs filesystem;
	identify(&held->file);
	if (pread(held->file.fd, record, sizeof record, 0) < 0) {
		fail("pread");
	}
	if (flock(held->file.fd, LOCK_EX | LOCK_NB) == 0 || flock(held->file.fd, LOCK_SH | LOCK_NB) == 0) {
		fail("nobody has the lock");
	}
	if (statfs(held->directory, &filesystem) != 0
			|| statx(held->file.fd, "", AT_EMPTY_PATH, IDENTITY | STATX_MTIME, &status) != 0) {
		fail("age");
	}
	lock(&held->mutex, LOCK_UN);
	lock(&held->file, LOCK_EX);
	lock(&held->file, LOCK_UN);
	close(held->file.fd);
}

static void acquire_held(struct held_lock *held) {
	while (1) {
		lock_mutex(held);
		held->file.fd = open(held->file.path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
		if (held->file.fd < 0 && errno == ENOENT) {
			publish(held);
			return;
		}
		await_release(held);
	}
}

static void release_held(struct held_lock *held) {
	require_named(&held->file);
	lock_mutex(held);
	require_named(&held->file);
	if (unlink(held->file.path) != 0) {
		fail("unlink");
	}
	lock(&held->mutex, LOCK_UN);
	lock(&held->file, LOCK_UN);
	close(held->file.fd);
}

static void prepare_named(struct named_lock *named, const char *directory, const char *name) {
	struct lock_file *file = &named->file;
	snprintf(file->path, sizeof file->path, "%s/%s", directory, name);
	open_file(file);
	if (ftruncate(file->fd, NAMED_RECORD) != 0) {
		fail("ftruncate");
	}
	named->record = mmap(NULL, NAMED_RECORD, PROT_READ | PROT_WRITE, MAP_SHARED, file->fd, 0);
	if (named->record == MAP_FAILED) {
		fail("mmap");
	}
	named->record->pid = (uint64_t) getpid();
}

static void require_linked(struct named_lock *named) {
	struct statx status;
	if (statx(named->file.fd, "", AT_EMPTY_PATH, STATX_NLINK | STATX_SIZE, &status) != 0 || status.stx_nlink != 1
			|| status.stx_size < NAMED_RECORD) {
		fail("identity");
	}
}

/* The link count each time; the path when the last look at it is older than 10 ms. */
static void require_still_named(struct named_lock *named) {
	uint64_t time = now();
	if (time - named->named_at < LOOK_MILLIS * 1000000u) {
		require_linked(named);
		return;
	}
	require_named(&named->file);
	named->named_at = time;
}

static void acquire_named(struct named_lock *named) {
	struct named_record *record = named->record;
	struct timespec time;
	if (flock(named->file.fd, LOCK_EX | LOCK_NB) != 0) {
		lock(&named->file, LOCK_EX);
	}
	require_still_named(named);
	clock_gettime(CLOCK_REALTIME, &time);
	uint64_t micros = (uint64_t) time.tv_sec * 1000000u + (uint64_t) time.tv_nsec / 1000;
	record->beat = now();
	record->token = (record->token + 1 > micros) ? record->token + 1 : micros;
	if (record->pid != (uint64_t) getpid()) {
		record->pid = (uint64_t) getpid();
	}
	record->used = micros;
	record->stale_after = 30000;
	record->since = micros;
	__sync_synchronize();
	if (record->mark != 0) {
		fail("broken");
	}
}

static void release_named(struct named_lock *named, int checked) {
	if (checked) {
		require_linked(named);
		if (named->record->mark == named->record->token) {
			fail("broken");
		}
	}
	named->record->since = 0;
	lock(&named->file, LOCK_UN);
}

static void cycle(struct claim *claim, const char *content, int cached) {
	if (!cached) {
		open_file(&claim->gate);
	}
	lock(&claim->gate, LOCK_EX | LOCK_NB);
	require_named(&claim->gate);
	if (!cached) {
		open_file(&claim->announce);
	}
	complete(claim, content);
	release(claim);
	if (!cached) {
		close(claim->announce.fd);
		close(claim->gate.fd);
	}
}

static int compare(const void *one, const void *other) {
	double difference = *(const double *) one - *(const double *) other;
	return (difference > 0) - (difference < 0);
}

static double *nanos_of(long count) {
	double *nanos = malloc(sizeof(double) * (size_t) count);
	if (nanos == NULL) {
		fail("malloc");
	}
	return nanos;
}

static void print_median(double *nanos, long count) {
	qsort(nanos, (size_t) count, sizeof *nanos, compare);
	printf("%.0f\n", nanos[count / 2]);
}

static void cycles(const char *directory, long count, int cached) {
	static struct claim claim;
	char content[CONTENT];
	memset(content, 'x', sizeof content);
	prepare(&claim, directory, cached ? "c-cached" : "c-uncached");
	if (cached) {
		open_file(&claim.gate);
		open_file(&claim.announce);
	}
	double *nanos = nanos_of(count);
	for (long i = -WARM_UP; i < count; i++) {
		uint64_t start = now();
		cycle(&claim, content, cached);
		if (i >= 0) {
			nanos[i] = (double) (now() - start);
		}
	}
	print_median(nanos, count);
}

static void held_cycles(const char *directory, long count) {
	static struct held_lock held;
	prepare_held(&held, directory, "c-held.lock");
	open_file(&held.mutex);
	double *nanos = nanos_of(count);
	for (long i = -WARM_UP; i < count; i++) {
		uint64_t start = now();
		acquire_held(&held);
		release_held(&held);
		if (i >= 0) {
			nanos[i] = (double) (now() - start);
		}
	}
	print_median(nanos, count);
}

static void named_cycles(const char *directory, long count, int checked) {
	static struct named_lock named;
	prepare_named(&named, directory, "c-named.flock");
	double *nanos = nanos_of(count);
	for (long i = -WARM_UP; i < count; i++) {
		uint64_t start = now();
		acquire_named(&named);
		release_named(&named, checked);
		if (i >= 0) {
			nanos[i] = (double) (now() - start);
		}
	}
	print_median(nanos, count);
}

/* What two processes share while they pass a lock back and forth. */
struct shared {
	volatile int64_t ready[2];
	volatile int64_t holder;
	volatile uint64_t released_at;
};

static void open_passed(struct passed *passed, const char *directory) {
	if (passed->kind == HELD) {
		prepare_held(&passed->held, directory, "c-heldover.lock");
		open_file(&passed->held.mutex);
		return;
	}
	if (passed->kind == NAMED) {
		prepare_named(&passed->named, directory, "c-namedover.flock");
		return;
	}
	prepare(&passed->claim, directory, (passed->kind == CLAIM) ? "c-claims" : "c-handover");
	open_file(&passed->claim.gate);
	open_file(&passed->claim.announce);
}

static void acquire_passed(struct passed *passed) {
	char content[CONTENT];
	if (passed->kind == HELD) {
		acquire_held(&passed->held);
		return;
	}
	if (passed->kind == NAMED) {
		acquire_named(&passed->named);
		return;
	}
	if (flock(passed->claim.gate.fd, LOCK_EX | LOCK_NB) != 0) {
		lock(&passed->claim.gate, LOCK_EX);
	}
	if (passed->kind == CLAIM) {
		memset(content, 'x', sizeof content);
		require_named(&passed->claim.gate);
		complete(&passed->claim, content);
	}
}

static void release_passed(struct passed *passed) {
	if (passed->kind == HELD) {
		release_held(&passed->held);
	}
	else if (passed->kind == NAMED) {
		release_named(&passed->named, 0);
	}
	else if (passed->kind == CLAIM) {
		release(&passed->claim);
	}
	else {
		lock(&passed->claim.gate, LOCK_UN);
	}
}

/*
 * Each side holds for about two milliseconds, so that the other is parked, and after its
 * release waits until the other has the lock. HandOverPeer.java does the same.
 */
static void pass(struct passed *passed, struct shared *shared, int self, long samples, uint64_t *results) {
	shared->ready[self] = 1;
	while (!shared->ready[1 - self]) {
		pause_micros(100);
	}
	for (long i = 0; i < samples + SKIPPED; i++) {
		while (shared->holder == self) {
			pause_micros(50);
		}
		acquire_passed(passed);
		uint64_t nanos = now() - shared->released_at;
		shared->holder = self;
		if (i >= SKIPPED) {
			results[i - SKIPPED] = nanos;
		}
		pause_micros(1500 + i * 37 % 1000);
		shared->released_at = now();
		release_passed(passed);
	}
}

static void handover(const char *directory, long samples, enum kind kind) {
	static struct passed passed;
	passed.kind = kind;
	size_t size = sizeof(struct shared) + sizeof(uint64_t) * (size_t) (2 * samples);
	struct shared *shared = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED) {
		fail("mmap");
	}
	uint64_t *results = (uint64_t *) (shared + 1);
	shared->holder = -1;
	pid_t child = fork();
	if (child < 0) {
		fail("fork");
	}
	int self = (child == 0) ? 1 : 0;
	open_passed(&passed, directory);
	pass(&passed, shared, self, samples, results + self * samples);
	if (child == 0) {
		exit(0);
	}
	int status;
	if (waitpid(child, &status, 0) != child || status != 0) {
		fail("child");
	}
	for (long i = 0; i < 2 * samples; i++) {
		printf("%llu\n", (unsigned long long) results[i]);
	}
}

static void await_flock(const char *path) {
	static struct lock_file file;
	snprintf(file.path, sizeof file.path, "%s", path);
	open_file(&file);
	printf("ready\n");
	fflush(stdout);
	lock(&file, LOCK_EX);
	printf("%llu\n", (unsigned long long) now());
}

int main(int count, char **words) {
	if (count == 4 && strcmp(words[1], "cached") == 0) {
		cycles(words[2], atol(words[3]), 1);
	}
	else if (count == 4 && strcmp(words[1], "uncached") == 0) {
		cycles(words[2], atol(words[3]), 0);
	}
	else if (count == 4 && strcmp(words[1], "held") == 0) {
		held_cycles(words[2], atol(words[3]));
	}
	else if (count == 4 && strcmp(words[1], "named") == 0) {
		named_cycles(words[2], atol(words[3]), 0);
	}
	else if (count == 4 && strcmp(words[1], "named-checked") == 0) {
		named_cycles(words[2], atol(words[3]), 1);
	}
	else if (count == 4 && strcmp(words[1], "namedover") == 0) {
		handover(words[2], atol(words[3]), NAMED);
	}
	else if (count == 4 && strcmp(words[1], "handover") == 0) {
		handover(words[2], atol(words[3]), FLOCK);
	}
	else if (count == 4 && strcmp(words[1], "claims") == 0) {
		handover(words[2], atol(words[3]), CLAIM);
	}
	else if (count == 4 && strcmp(words[1], "heldover") == 0) {
		handover(words[2], atol(words[3]), HELD);
	}
	else if (count == 3 && strcmp(words[1], "await") == 0) {
		await_flock(words[2]);
	}
	else {
		fprintf(stderr, "see the head of locks.c\n");
		return 2;
	}
	return 0;
}
