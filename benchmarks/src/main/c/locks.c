/*
 * What Latchkey asks of the kernel, asked from C: the yardstick of the benchmarks.
 *
 *   locks cached <directory> <cycles>      a claim's acquire and release, files kept open
 *   locks uncached <directory> <cycles>    the same, files opened and closed each time
 *   locks handover <directory> <samples>   two processes pass one flock back and forth
 *   locks claims <directory> <samples>     the same with a claim's two files
 *
 * The first two print nanoseconds, the median of all cycles; the others, for each
 * hand-over, nanoseconds from just before the release to just after the acquisition in
 * the other process.
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
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { IDENTITY = STATX_TYPE | STATX_MODE | STATX_INO | STATX_SIZE, CONTENT = 32, BEACON = 16, WARM_UP = 20000, SKIPPED = 100 };

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

static void open_file(struct lock_file *file) {
	file->fd = open(file->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0);
	if (file->fd < 0 && errno == ENOENT) {
		file->fd = open(file->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_CREAT | O_EXCL, 0644);
	}
	if (file->fd < 0 && errno == EEXIST) {
		open_file(file);
		return;
	}
	struct statx status;
	if (file->fd < 0 || statx(file->fd, "", AT_EMPTY_PATH, IDENTITY, &status) != 0 || !S_ISREG(status.stx_mode)) {
		fail(file->path);
	}
	file->inode = status.stx_ino;
	file->major = status.stx_dev_major;
	file->minor = status.stx_dev_minor;
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

static void cycles(const char *directory, long count, int cached) {
	static struct claim claim;
	char content[CONTENT];
	memset(content, 'x', sizeof content);
	prepare(&claim, directory, cached ? "c-cached" : "c-uncached");
	if (cached) {
		open_file(&claim.gate);
		open_file(&claim.announce);
	}
	double *nanos = malloc(sizeof(double) * (size_t) count);
	if (nanos == NULL) {
		fail("malloc");
	}
	for (long i = -WARM_UP; i < count; i++) {
		uint64_t start = now();
		cycle(&claim, content, cached);
		if (i >= 0) {
			nanos[i] = (double) (now() - start);
		}
	}
	qsort(nanos, (size_t) count, sizeof *nanos, compare);
	printf("%.0f\n", nanos[count / 2]);
}

/* What two processes share while they pass a lock back and forth. */
struct shared {
	volatile int64_t ready[2];
	volatile int64_t holder;
	volatile uint64_t released_at;
};

/*
 * Each side holds for about two milliseconds, so that the other is parked, and after its
 * release waits until the other has the lock. HandOverPeer.java does the same.
 */
static void pass(struct claim *claim, int whole_claim, struct shared *shared, int self, long samples,
		uint64_t *results) {
	char content[CONTENT];
	memset(content, 'x', sizeof content);
	open_file(&claim->gate);
	open_file(&claim->announce);
	shared->ready[self] = 1;
	while (!shared->ready[1 - self]) {
		pause_micros(100);
	}
	for (long i = 0; i < samples + SKIPPED; i++) {
		while (shared->holder == self) {
			pause_micros(50);
		}
		if (flock(claim->gate.fd, LOCK_EX | LOCK_NB) != 0) {
			lock(&claim->gate, LOCK_EX);
		}
		if (whole_claim) {
			require_named(&claim->gate);
			complete(claim, content);
		}
		uint64_t nanos = now() - shared->released_at;
		shared->holder = self;
		if (i >= SKIPPED) {
			results[i - SKIPPED] = nanos;
		}
		pause_micros(1500 + i * 37 % 1000);
		shared->released_at = now();
		if (whole_claim) {
			release(claim);
		}
		else {
			lock(&claim->gate, LOCK_UN);
		}
	}
}

static void handover(const char *directory, long samples, int whole_claim) {
	static struct claim claim;
	prepare(&claim, directory, whole_claim ? "c-claims" : "c-handover");
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
	pass(&claim, whole_claim, shared, self, samples, results + self * samples);
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

int main(int count, char **words) {
	if (count == 4 && strcmp(words[1], "cached") == 0) {
		cycles(words[2], atol(words[3]), 1);
	}
	else if (count == 4 && strcmp(words[1], "uncached") == 0) {
		cycles(words[2], atol(words[3]), 0);
	}
	else if (count == 4 && strcmp(words[1], "handover") == 0) {
		handover(words[2], atol(words[3]), 0);
	}
	else if (count == 4 && strcmp(words[1], "claims") == 0) {
		handover(words[2], atol(words[3]), 1);
	}
	else {
		fprintf(stderr, "see the head of locks.c\n");
		return 2;
	}
	return 0;
}
