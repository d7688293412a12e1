/* Loaded before libc (LD_PRELOAD): each sync of a file takes 50 ms longer, as on a disk that is slow or shared. */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>

static int slowly(long call, int file) {
  usleep(50000);
  return (int)syscall(call, file);
}

int fsync(int file) { return slowly(SYS_fsync, file); }

int fdatasync(int file) { return slowly(SYS_fdatasync, file); }
