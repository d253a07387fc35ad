/* What lock-core assumes about the layout of macOS' structures and about its constants. It only has to compile. */
#define _DARWIN_C_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <libproc.h>
#include <stddef.h>
#include <sys/file.h>
#include <sys/proc_info.h>
#include <sys/stat.h>
#include <sys/types.h>

#define ASSUME(what) _Static_assert(what, #what)

/* FlockLocks */
ASSUME(O_RDONLY == 0 && O_RDWR == 2 && O_NONBLOCK == 4 && O_NOFOLLOW == 0x100 && O_CLOEXEC == 0x1000000);
ASSUME(LOCK_SH == 1 && LOCK_EX == 2 && LOCK_NB == 4 && LOCK_UN == 8);
ASSUME(sizeof(struct stat) == 144);
ASSUME(offsetof(struct stat, st_dev) == 0 && sizeof(dev_t) == 4);
ASSUME(offsetof(struct stat, st_mode) == 4 && sizeof(mode_t) == 2);
ASSUME(offsetof(struct stat, st_nlink) == 6 && sizeof(nlink_t) == 2);
ASSUME(offsetof(struct stat, st_ino) == 8 && sizeof(ino_t) == 8);
ASSUME(offsetof(struct stat, st_mtimespec) == 48);
ASSUME(offsetof(struct stat, st_size) == 96 && sizeof(off_t) == 8);
ASSUME(EINTR == 4 && EAGAIN == 35 && EWOULDBLOCK == 35 && ELOOP == 62 && ENOLCK == 77 && EOPNOTSUPP == 102);

/* LibprocFileUsers */
ASSUME(PROC_ALL_PIDS == 1 && PROC_LISTPIDSPATH_EXCLUDE_EVTONLY == 2 && sizeof(pid_t) == 4);

int main(void) { return proc_listpidspath(PROC_ALL_PIDS, 0, "/", PROC_LISTPIDSPATH_EXCLUDE_EVTONLY, 0, 0) < 0; }
