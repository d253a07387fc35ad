/* What lock-core assumes about the layout of Windows' structures and about its constants. It only has to compile. */
#include <windows.h>
#include <restartmanager.h>
#include <stddef.h>

#define ASSUME(what) _Static_assert(what, #what)

/* RestartManagerFileUsers */
ASSUME(sizeof(RM_PROCESS_INFO) == 668);
ASSUME(offsetof(RM_PROCESS_INFO, Process.dwProcessId) == 0 && sizeof(DWORD) == 4);
ASSUME((CCH_RM_SESSION_KEY + 1) * sizeof(WCHAR) == 66);
ASSUME(ERROR_SUCCESS == 0);
ASSUME(sizeof(void *) == 8);

int main(void) { return 0; }
