/*
 * Loaded before libc (LD_PRELOAD): each sync of a file takes 50 ms longer, as on a disk that is slow or shared, and is
 * written down as one byte in /run/slow.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int slowly(long call, int file) {
  int count = open("/run/slow", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (count >= 0) {
    (void)!write(count, ".", 1);
    close(count);
  }
  usleep(50000);
  return (int)syscall(call, file);
}

int fsync(int file) { return slowly(SYS_fsync, file); }

int fdatasync(int file) { return slowly(SYS_fdatasync, file); }
