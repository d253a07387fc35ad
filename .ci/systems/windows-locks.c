/*
 * What the portable platform relies on in Windows' locks of files, tried with two processes. Each line tells one fact;
 * the first that does not hold ends the program with 1. Run it in an empty directory.
 */
#include <windows.h>
#include <stdio.h>
#include <string.h>

/* The byte that is locked, as FileChannel.tryLock(1L << 62, 1, shared) does. */
#define FAR_LOW 0
#define FAR_HIGH 0x40000000
#define NOW LOCKFILE_FAIL_IMMEDIATELY
#define EXCLUSIVE LOCKFILE_EXCLUSIVE_LOCK
#define TEXT_SIZE 10

static const char *NAME = "job.flock";

static void fact(const char *text, BOOL holds) {
  printf("%s %s\n", holds ? "ok    " : "NOT SO", text);
  if (!holds) {
    printf("       last error: %lu\n", GetLastError());
    exit(1);
  }
}

static HANDLE opened(DWORD how, DWORD share) {
  return CreateFileA(NAME, GENERIC_READ | GENERIC_WRITE, share, NULL, how, FILE_ATTRIBUTE_NORMAL, NULL);
}

static HANDLE file(void) {
  HANDLE handle = opened(OPEN_ALWAYS, FILE_SHARE_READ | FILE_SHARE_WRITE);
  fact("the file is opened", handle != INVALID_HANDLE_VALUE);
  return handle;
}

static BOOL locks(HANDLE handle, DWORD flags) {
  OVERLAPPED at;
  memset(&at, 0, sizeof at);
  at.Offset = FAR_LOW;
  at.OffsetHigh = FAR_HIGH;
  return LockFileEx(handle, flags, 0, 1, 0, &at);
}

static BOOL unlocks(HANDLE handle) {
  OVERLAPPED at;
  memset(&at, 0, sizeof at);
  at.Offset = FAR_LOW;
  at.OffsetHigh = FAR_HIGH;
  return UnlockFileEx(handle, 0, 1, 0, &at);
}

static BOOL reads(HANDLE handle) {
  char text[TEXT_SIZE];
  DWORD count = 0;
  SetFilePointer(handle, 0, NULL, FILE_BEGIN);
  return ReadFile(handle, text, sizeof text, &count, NULL) && count == sizeof text && !memcmp(text, "0123456789", count);
}

static BOOL writes(HANDLE handle) {
  DWORD count = 0;
  SetFilePointer(handle, 0, NULL, FILE_BEGIN);
  return WriteFile(handle, "0123456789", TEXT_SIZE, &count, NULL) && count == TEXT_SIZE;
}

/* The other process: locks the file, tells so by an event, and lives until it is killed. */
static int hold(void) {
  HANDLE handle = opened(OPEN_ALWAYS, FILE_SHARE_READ | FILE_SHARE_WRITE);
  HANDLE held = OpenEventA(EVENT_MODIFY_STATE, FALSE, "latchkey-held");
  if (held == NULL || !writes(handle) || !locks(handle, EXCLUSIVE | NOW)) {
    return 1;
  }
  SetEvent(held);
  Sleep(60000);
  return 1;
}

static HANDLE holder(const char *program) {
  HANDLE held = CreateEventA(NULL, TRUE, FALSE, "latchkey-held");
  STARTUPINFOA start;
  PROCESS_INFORMATION process;
  char command[1024];
  memset(&start, 0, sizeof start);
  start.cb = sizeof start;
  snprintf(command, sizeof command, "\"%s\" hold", program);
  fact("another process starts", CreateProcessA(NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &start, &process));
  fact("it locks the far byte", WaitForSingleObject(held, 30000) == WAIT_OBJECT_0);
  return process.hProcess;
}

static void among_processes(const char *program) {
  HANDLE process = holder(program);
  HANDLE mine = file();
  fact("a lock of another process excludes", !locks(mine, EXCLUSIVE | NOW));
  fact("it excludes a shared lock too", !locks(mine, NOW));
  fact("the content is readable meanwhile", reads(mine));
  fact("the content is writable meanwhile", writes(mine));
  fact("the file cannot be removed meanwhile", !DeleteFileA(NAME));
  fact("the file cannot be renamed meanwhile", !MoveFileA(NAME, "moved"));
  fact("the other process is killed", TerminateProcess(process, 9));
  fact("it ends", WaitForSingleObject(process, 30000) == WAIT_OBJECT_0);
  BOOL mineNow = FALSE;
  for (int attempt = 0; attempt < 1000 && !mineNow; attempt++) {
    mineNow = locks(mine, EXCLUSIVE | NOW);
    Sleep(mineNow ? 0 : 10);
  }
  fact("its lock is free within seconds", mineNow);
  CloseHandle(mine);
}

static void within_a_process(void) {
  HANDLE one = file(), other = file(), third = file();
  fact("a lock is taken", locks(one, EXCLUSIVE | NOW));
  fact("another handle of the process is excluded", !locks(other, EXCLUSIVE | NOW));
  CloseHandle(third);
  fact("closing a third handle frees nothing", !locks(other, EXCLUSIVE | NOW));
  CloseHandle(one);
  fact("closing the handle frees its lock", locks(other, EXCLUSIVE | NOW));
  fact("a lock is released", unlocks(other));
  fact("a lock is shared", locks(other, NOW));
  fact("it is not made exclusive", !locks(other, EXCLUSIVE | NOW));
  CloseHandle(other);
}

static void names(void) {
  HANDLE handle = file();
  fact("a name that exists is not made anew",
       opened(CREATE_NEW, FILE_SHARE_READ | FILE_SHARE_WRITE) == INVALID_HANDLE_VALUE);
  CloseHandle(CreateFileA("private", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL));
  fact("a link to a name that exists is refused", !CreateHardLinkA(NAME, "private", NULL));
  fact("an open file is not replaced", !MoveFileExA("private", NAME, MOVEFILE_REPLACE_EXISTING));
  CloseHandle(handle);
  fact("a closed file is replaced", MoveFileExA("private", NAME, MOVEFILE_REPLACE_EXISTING));
  fact("a closed file is removed", DeleteFileA(NAME));
}

int main(int count, char **arguments) {
  setvbuf(stdout, NULL, _IONBF, 0);
  if (count > 1 && !strcmp(arguments[1], "hold")) {
    return hold();
  }
  among_processes(arguments[0]);
  within_a_process();
  names();
  return 0;
}
