/*
 * Runs a program with its threads and children, counts what they do to the world outside, and at one of these calls kills
 * them all, or has it fail.
 *
 *   trip LOG UNDER WHAT HOW PROGRAM...
 *
 * UNDER: folders, parted by colons, whose files count, as PROGRAM sees them. WHAT: the call, as LOG has it, or "none". HOW:
 * "kill" before it is done, "orphan" likewise for java alone, whose children live on; else the number of an error that it
 * ends with, with "+" behind it for each such call from then on. LOG gets a line for each call, "KIND PLACE OCCURRENCE",
 * behind that of WHAT one that says "tripped", and "ended" where an orphan is left. Containers' daemons and what they start
 * are let alone. Ends as PROGRAM does, or with 137. x86-64 alone.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define EACH (PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC)
#define MOST 65536

/* How the place is found: a path alone, behind a folder's descriptor, by a file's descriptor, in an address. */
enum how { PATH, AT, FILE_OF, ADDRESS, PROGRAM, NOTHING };

static const struct call {
  long number;
  const char *kind;
  enum how how;
  int argument;
} calls[] = {
    {SYS_open, "open", PATH, 0}, {SYS_creat, "open", PATH, 0}, {SYS_openat, "open", AT, 0},
    {SYS_write, "write", FILE_OF, 0}, {SYS_pwrite64, "write", FILE_OF, 0}, {SYS_writev, "write", FILE_OF, 0},
    {SYS_pwritev, "write", FILE_OF, 0}, {SYS_sendfile, "write", FILE_OF, 0}, {SYS_copy_file_range, "write", FILE_OF, 2},
    {SYS_sendto, "write", FILE_OF, 0}, {SYS_sendmsg, "write", FILE_OF, 0}, {SYS_connect, "connect", ADDRESS, 1},
    {SYS_rename, "rename", PATH, 1}, {SYS_renameat, "rename", AT, 2}, {SYS_renameat2, "rename", AT, 2},
    {SYS_unlink, "unlink", PATH, 0}, {SYS_unlinkat, "unlink", AT, 0}, {SYS_rmdir, "unlink", PATH, 0},
    {SYS_mkdir, "mkdir", PATH, 0}, {SYS_mkdirat, "mkdir", AT, 0}, {SYS_mknod, "mknod", PATH, 0},
    {SYS_mknodat, "mknod", AT, 0}, {SYS_symlink, "symlink", PATH, 1}, {SYS_symlinkat, "symlink", AT, 1},
    {SYS_link, "link", PATH, 1}, {SYS_linkat, "link", AT, 2}, {SYS_chmod, "chmod", PATH, 0},
    {SYS_fchmod, "chmod", FILE_OF, 0}, {SYS_fchmodat, "chmod", AT, 0}, {452, "chmod", AT, 0},
    {SYS_chown, "chown", PATH, 0}, {SYS_lchown, "chown", PATH, 0}, {SYS_fchown, "chown", FILE_OF, 0},
    {SYS_fchownat, "chown", AT, 0}, {SYS_truncate, "truncate", PATH, 0}, {SYS_ftruncate, "truncate", FILE_OF, 0},
    {SYS_fsync, "fsync", FILE_OF, 0}, {SYS_fdatasync, "fsync", FILE_OF, 0}, {SYS_mount, "mount", PATH, 1},
    {SYS_umount2, "umount", PATH, 0}, {SYS_kill, "kill", NOTHING, 0}, {SYS_execve, "exec", PROGRAM, 0},
};
#define CALLS (sizeof calls / sizeof *calls)

static struct { pid_t pid; int quiet; } known[MOST];
static struct { char *name; int times; } seen[MOST];
static size_t knowns, seens;
static const char *under, *what;
static FILE *out;
static pid_t java;
static int tripped, orphans, error, forever;

static void die(const char *why) {
  perror(why);
  exit(125);
}

static void filter(void) {
  struct sock_filter code[CALLS + 4] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))};
  for (size_t i = 0; i < CALLS; i++)
    code[i + 1] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)calls[i].number, CALLS - i, 0);
  code[CALLS + 1] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  code[CALLS + 2] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
  struct sock_fprog program = {CALLS + 3, code};
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) die("seccomp");
}

static void text(pid_t pid, unsigned long from, void *to, size_t most) {
  memset(to, 0, most);
  for (size_t had = 0; had + 1 < most;) {
    /* Not past the end of a page, which may be the last. */
    size_t part = 4096 - (from + had) % 4096;
    if (part > most - 1 - had) part = most - 1 - had;
    struct iovec ours = {(char *)to + had, part}, theirs = {(void *)(from + had), part};
    if (process_vm_readv(pid, &ours, 1, &theirs, 1, 0) <= 0 || memchr((char *)to + had, 0, part)) return;
    had += part;
  }
}

static void read_link(char *to, const char *format, pid_t pid, int fd) {
  char link[64];
  snprintf(link, sizeof link, format, pid, fd);
  ssize_t length = readlink(link, to, PATH_MAX - 1);
  to[length < 0 ? 0 : length] = 0;
}

/* As the process sees it, which may have another root. */
static void link_of(char *to, const char *format, pid_t pid, int fd) {
  char root[PATH_MAX];
  read_link(to, format, pid, fd);
  read_link(root, "/proc/%d/root", pid, 0);
  size_t length = strlen(root);
  if (length > 1 && !strncmp(to, root, length)) memmove(to, to + length, strlen(to) - length + 1);
}

static void at(pid_t pid, int folder, unsigned long path, char *to) {
  char name[PATH_MAX];
  text(pid, path, name, sizeof name);
  *to = 0;
  if (*name != '/') link_of(to, folder == AT_FDCWD ? "/proc/%d/cwd" : "/proc/%d/fd/%d", pid, folder);
  size_t length = strlen(to);
  snprintf(to + length, PATH_MAX - length, "%s%s", *name == '/' ? "" : "/", name);
}

static void address(pid_t pid, unsigned long from, char *to) {
  struct sockaddr_un socket;
  struct iovec ours = {&socket, sizeof socket}, theirs = {(void *)from, sizeof socket};
  memset(&socket, 0, sizeof socket);
  process_vm_readv(pid, &ours, 1, &theirs, 1, 0);
  snprintf(to, PATH_MAX, "%s", socket.sun_family == AF_UNIX ? socket.sun_path : "network");
}

static int counts(const char *place) {
  for (const char *one = under; *one;) {
    size_t length = strcspn(one, ":");
    if (!strncmp(place, one, length) && (place[length] == '/' || !place[length])) return 1;
    one += length + (one[length] == ':');
  }
  return 0;
}

/* Not in a folder of PATH that lacks it. */
static int is_there(pid_t pid, const char *program) {
  char place[PATH_MAX + 32];
  snprintf(place, sizeof place, "/proc/%d/%s/%s", pid, *program == '/' ? "root" : "cwd", program);
  return !access(place, X_OK);
}

/* Names that have a process id in them are the same in each run. */
static void squeeze(char *place) {
  static const char mark[] = "nodeready-rehearsal-";
  char *from = strstr(place, mark);
  if (!from) return;
  from += sizeof mark - 1;
  size_t length = strspn(from, "0123456789-");
  memmove(from, from + length, strlen(from + length) + 1);
}

/* Whether the call counts; then its kind and place. */
static int name_of(pid_t pid, const struct user_regs_struct *r, char *to) {
  unsigned long a[] = {r->rdi, r->rsi, r->rdx, r->r10, r->r8};
  const struct call *call = calls;
  while (call->number != (long)r->orig_rax) call++;
  char place[PATH_MAX] = "";
  int n = call->argument;
  switch (call->how) {
    case PATH: at(pid, AT_FDCWD, a[n], place); break;
    case AT: at(pid, (int)a[n], a[n + 1], place); break;
    case FILE_OF: link_of(place, "/proc/%d/fd/%d", pid, (int)a[n]); break;
    case ADDRESS: address(pid, a[n], place); break;
    case PROGRAM: text(pid, a[n], place, sizeof place); break;
    case NOTHING: break;
  }
  squeeze(place);
  int flags = call->number == SYS_openat ? (int)a[2] : (int)a[1];
  if (!strcmp(call->kind, "open") && call->number != SYS_creat && !(flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)))
    return 0;
  if (call->how == PROGRAM && !is_there(pid, place)) return 0;
  int socket = call->how == FILE_OF && !strncmp(place, "socket:", 7);
  snprintf(to, PATH_MAX + 64, "%s %s", socket ? "send" : call->kind, socket ? "socket" : place);
  return socket || call->how >= ADDRESS || counts(place);
}

static int is_file_call(const char *name) {
  return strncmp(name, "send", 4) && strncmp(name, "connect", 7) && strncmp(name, "exec", 4) && strncmp(name, "kill", 4) &&
         strncmp(name, "mount", 5) && strncmp(name, "umount", 6);
}

/* EROFS is for what an open file is not in the way of. */
static int may_fail(const char *name) {
  return is_file_call(name) && (error != EROFS || (strncmp(name, "write", 5) && strncmp(name, "fsync", 5))) &&
         (error != ENOSPC || (strncmp(name, "unlink", 6) && strncmp(name, "chmod", 5) && strncmp(name, "chown", 5)));
}

static int times(const char *name) {
  for (size_t i = 0; i < seens; i++)
    if (!strcmp(seen[i].name, name)) return ++seen[i].times;
  if (seens == MOST) die("too many places");
  seen[seens].name = strdup(name);
  return seen[seens++].times = 1;
}

static long status_of(pid_t pid, const char *field) {
  char file[64], line[256];
  snprintf(file, sizeof file, "/proc/%d/status", pid);
  FILE *in = fopen(file, "r");
  long value = -1;
  while (in && fgets(line, sizeof line, in))
    if (!strncmp(line, field, strlen(field))) value = atol(line + strlen(field));
  if (in) fclose(in);
  return value;
}

static int *find(pid_t pid) {
  for (size_t i = knowns; i-- > 0;)
    if (known[i].pid == pid) return &known[i].quiet;
  return NULL;
}

/* A new one is what the one is that made it. */
static int *quiet(pid_t pid) {
  if (find(pid)) return find(pid);
  long group = status_of(pid, "Tgid:");
  pid_t from = (pid_t)(group == pid ? status_of(pid, "PPid:") : group);
  int *parent = find(from), inherited = parent && *parent;
  if (knowns == MOST) die("too many processes");
  known[knowns].pid = pid;
  known[knowns].quiet = inherited;
  return &known[knowns++].quiet;
}

static int is_daemon(const char *program) {
  const char *name = strrchr(program, '/') ? strrchr(program, '/') + 1 : program;
  return !strncmp(name, "containerd", 10) || !strcmp(name, "kubelet") || !strcmp(name, "runc") || !strcmp(name, "etcd");
}

static void kill_them(void) {
  if (orphans && java) kill(java, SIGKILL);
  for (size_t i = 0; !(orphans && java) && i < knowns; i++) kill(known[i].pid, SIGKILL);
}

static void called(pid_t pid) {
  struct user_regs_struct r;
  char name[PATH_MAX + 64], line[PATH_MAX + 96];
  if (*quiet(pid) || ptrace(PTRACE_GETREGS, pid, 0, &r) || !name_of(pid, &r, name)) return;
  int n = times(name);
  snprintf(line, sizeof line, "%s %d", name, n);
  int here = !strcmp(line, what);
  fprintf(out, "%s\n%s", line, here ? "tripped\n" : "");
  fflush(out);
  tripped |= here;
  if (here && !error) kill_them();
  if (error && (here || (tripped && forever)) && may_fail(name)) {
    r.orig_rax = (unsigned long)-1;
    r.rax = (unsigned long)-error;
    ptrace(PTRACE_SETREGS, pid, 0, &r);
  }
}

static void executed(pid_t pid) {
  char program[PATH_MAX];
  read_link(program, "/proc/%d/exe", pid, 0);
  if (is_daemon(program)) *quiet(pid) = 1;
  size_t length = strlen(program);
  if (!java && length > 5 && !strcmp(program + length - 5, "/java")) java = pid;
}

int main(int words, char **argument) {
  if (words < 6) {
    fprintf(stderr, "trip LOG UNDER WHAT HOW PROGRAM...\n");
    return 125;
  }
  out = fopen(argument[1], "we");
  if (!out) die(argument[1]);
  under = argument[2];
  what = argument[3];
  orphans = !strcmp(argument[4], "orphan");
  error = atoi(argument[4]);
  forever = strchr(argument[4], '+') != NULL;
  pid_t first = fork();
  if (!first) {
    prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0);
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    raise(SIGSTOP);
    filter();
    execvp(argument[5], argument + 5);
    die(argument[5]);
  }
  int status, code = 137;
  waitpid(first, &status, 0);
  if (ptrace(PTRACE_SETOPTIONS, first, 0, EACH | PTRACE_O_EXITKILL)) die("ptrace");
  *quiet(first) = 0;
  ptrace(PTRACE_CONT, first, 0, 0);
  for (pid_t pid; (pid = waitpid(-1, &status, __WALL)) > 0;) {
    if (WIFEXITED(status) || WIFSIGNALED(status)) {
      if (pid == first) code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      for (size_t i = 0; i < knowns; i++)
        if (known[i].pid == pid) known[i] = known[--knowns];
      if (orphans && tripped && pid == java) {
        fprintf(out, "ended\n");
        fflush(out);
      }
      continue;
    }
    int signal = WSTOPSIG(status), event = status >> 16;
    if (event == PTRACE_EVENT_SECCOMP) called(pid);
    if (event == PTRACE_EVENT_EXEC) executed(pid);
    int begins = signal == SIGSTOP && !find(pid);
    if (begins) quiet(pid);
    if (event || begins || signal == SIGTRAP) signal = 0;
    ptrace(PTRACE_CONT, pid, 0, signal);
  }
  return code;
}
