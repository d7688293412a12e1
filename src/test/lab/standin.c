/* Stand-ins for what a guest of the boot lab has not got, in one static program.
 *   kubelet ...        (by name) notes when it was started and with how many arguments, then says ok at :10248/healthz;
 *                      crashes at once while /etc/lab/kubelet-crashes exists
 *   standin serve ADDRESS PORT FOLDER [PAUSE]   answers GET /PATH with the file FOLDER/PATH, PUT with the file "token",
 *                      and POST with the file that the form's Action names, each after so many milliseconds; tells
 *                      systemd when it listens
 *   standin cri SOCKET TRIES PAUSE   asks CRI's Status so often, so many milliseconds apart, until it is answered well
 *   standin meter FILE COMMAND...   runs it, and appends to FILE the milliseconds of CPU and the KiB of memory at most
 *                      that it took with all of its children, and the clock when it ended
 *   standin now        the monotonic clock, in seconds
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void note(const char *word, int count) {
  FILE *log = fopen("/var/log/kubelet.starts", "a");
  if (!log) return;
  fprintf(log, "%s %.6f %d %d\n", word, now(), getpid(), count);
  fclose(log);
}

static int listen_at(const char *address, int port) {
  int one = 1, s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
  inet_pton(AF_INET, address, &a.sin_addr);
  setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(s, (void *)&a, sizeof a) || listen(s, 64)) {
    perror(address);
    exit(1);
  }
  return s;
}

static int frame(unsigned char *out, int type, int flags, int stream, const void *payload, int length) {
  unsigned char head[9] = {length >> 16, length >> 8, length, type, flags, 0, 0, 0, stream};
  memcpy(out, head, 9);
  if (length) memcpy(out + 9, payload, length);
  return length + 9;
}

/* A header of HPACK that needs no table: literal, never indexed. */
static int header(unsigned char *out, const char *name, const char *value) {
  int n = strlen(name), v = strlen(value);
  out[0] = 0;
  out[1] = n;
  memcpy(out + 2, name, n);
  out[2 + n] = v;
  memcpy(out + 3 + n, value, v);
  return 3 + n + v;
}

static int read_all(int s, unsigned char *into, int length) {
  int n = 0, r;
  while (n < length && (r = read(s, into + n, length - n)) > 0) n += r;
  return n == length;
}

/* One call of /runtime.v1.RuntimeService/Status over cleartext HTTP/2: whether a message came back. */
static int cri_status(const char *path) {
  static unsigned char buffer[1 << 20];
  unsigned char headers[512], empty[5] = {0};
  struct sockaddr_un a = {.sun_family = AF_UNIX};
  struct timeval limit = {2, 0};
  int h = 0, n = 24, message = 0, s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  strncpy(a.sun_path, path, sizeof a.sun_path - 1);
  setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  h += header(headers + h, ":method", "POST");
  h += header(headers + h, ":scheme", "http");
  h += header(headers + h, ":path", "/runtime.v1.RuntimeService/Status");
  h += header(headers + h, ":authority", "localhost");
  h += header(headers + h, "content-type", "application/grpc");
  h += header(headers + h, "te", "trailers");
  memcpy(buffer, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 24);
  n += frame(buffer + n, 4, 0, 0, 0, 0);
  n += frame(buffer + n, 1, 4, 1, headers, h);
  n += frame(buffer + n, 0, 1, 1, empty, 5);
  if (!connect(s, (void *)&a, sizeof a) && write(s, buffer, n) == n) {
    unsigned char head[9];
    while (read_all(s, head, 9)) {
      int length = head[0] << 16 | head[1] << 8 | head[2];
      if (length > (int)sizeof buffer || !read_all(s, buffer, length)) break;
      if (head[3] == 4 && !(head[4] & 1) && write(s, "\0\0\0\4\1\0\0\0\0", 9) < 0) break;
      if (head[3] == 0 && head[8] == 1) message += length;
      if (head[3] == 1 && head[4] & 1) break;
    }
  }
  close(s);
  return message > 0;
}

static void nap(int ms) {
  struct timespec pause = {ms / 1000, ms % 1000 * 1000000L};
  nanosleep(&pause, 0);
}

static int try_cri(const char *path, int tries, int pause_ms) {
  for (int i = 1; i <= tries; i++) {
    if (cri_status(path)) return printf("%.6f ok at try %d\n", now(), i) < 0;
    nap(pause_ms);
  }
  printf("%.6f lost after %d tries\n", now(), tries);
  return 1;
}

static void tell_systemd(void) {
  const char *path = getenv("NOTIFY_SOCKET");
  struct sockaddr_un a = {.sun_family = AF_UNIX};
  if (!path || path[0] != '/') return;
  strncpy(a.sun_path, path, sizeof a.sun_path - 1);
  int s = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sendto(s, "READY=1", 7, 0, (void *)&a, sizeof a);
  close(s);
}

/* The whole request, as far as its own length says. */
static int receive(int s, char *buffer, int size) {
  struct timeval limit = {2, 0};
  int n = 0, r;
  setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  while (n < size - 1 && (r = read(s, buffer + n, size - 1 - n)) > 0) {
    buffer[n += r] = 0;
    char *body = strstr(buffer, "\r\n\r\n"), *length = strcasestr(buffer, "content-length:");
    if (body && n >= body + 4 - buffer + (length ? atoi(length + 15) : 0)) break;
  }
  return n;
}

static void answer(int s, int code, const char *body, int length) {
  char head[256];
  int n = snprintf(head, sizeof head,
                   "HTTP/1.1 %d %s\r\nContent-Type: text/plain\r\nX-aws-ec2-metadata-token-ttl-seconds: 21600\r\n"
                   "Content-Length: %d\r\nConnection: close\r\n\r\n",
                   code, code == 200 ? "OK" : "Not Found", length);
  if (write(s, head, n) < 0 || write(s, body, length) < 0) return;
}

static void serve_file(int s, const char *folder, const char *name) {
  static char body[1 << 16];
  char path[512];
  int f, n;
  snprintf(path, sizeof path, "%s/%s", folder, name);
  n = strlen(path);
  if (path[n - 1] == '/') strncat(path, "index", sizeof path - n - 1);
  f = strstr(path, "..") ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  n = f < 0 ? -1 : (int)read(f, body, sizeof body);
  if (f >= 0) close(f);
  answer(s, n < 0 ? 404 : 200, body, n < 0 ? 0 : n);
}

static void serve_one(int s, const char *folder) {
  char request[1 << 14], name[256] = "";
  if (receive(s, request, sizeof request) <= 0) return;
  char *action = strstr(request, "Action=");
  if (!strncmp(request, "PUT ", 4)) strcpy(name, "token");
  else if (!strncmp(request, "POST ", 5) && action) sscanf(action, "Action=%250[A-Za-z]", name);
  else sscanf(request, "GET /%250[^ ?]", name);
  serve_file(s, folder, name);
}

static void serve(const char *address, int port, const char *folder, int pause_ms) {
  int s = listen_at(address, port);
  signal(SIGPIPE, SIG_IGN);
  tell_systemd();
  for (;;) {
    int c = accept4(s, 0, 0, SOCK_CLOEXEC);
    if (c < 0) continue;
    nap(pause_ms);
    serve_one(c, folder);
    close(c);
  }
}

static int kubelet(int argc, char **argv) {
  char request[2048];
  if (argc > 1 && !strncmp(argv[1], "--version", 9)) return puts("Kubernetes v1.34.4") < 0;
  note("start", argc - 1);
  if (!access("/etc/lab/kubelet-crashes", F_OK)) {
    fprintf(stderr, "stand-in kubelet: told to crash\n");
    return 1;
  }
  int s = listen_at("127.0.0.1", 10248);
  note("healthz", argc - 1);
  signal(SIGPIPE, SIG_IGN);
  for (;;) {
    int c = accept4(s, 0, 0, SOCK_CLOEXEC);
    if (c < 0) continue;
    if (receive(c, request, sizeof request) > 0) answer(c, 200, "ok", 2);
    close(c);
  }
}

static pid_t metered;

static void hand_on(int signal) {
  kill(metered, signal);
}

static int meter(const char *file, char **command) {
  struct rusage used;
  int status = 0;
  metered = fork();
  if (!metered) {
    execv(command[0], command);
    _exit(127);
  }
  signal(SIGTERM, hand_on);
  signal(SIGHUP, hand_on);
  siginfo_t info;
  while (waitid(P_PID, metered, &info, WEXITED | WNOWAIT) < 0);
  double ended = now();
  // systemd takes a last word only of a process that is still there.
  nap(50);
  wait4(metered, &status, 0, &used);
  FILE *log = fopen(file, "a");
  if (log) {
    double cpu = used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    fprintf(log, "%.0f %ld %.6f\n", cpu * 1e3, used.ru_maxrss, ended);
    fclose(log);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char **argv) {
  const char *name = strrchr(argv[0], '/');
  if (!strcmp(name ? name + 1 : argv[0], "kubelet")) return kubelet(argc, argv);
  if (argc == 2 && !strcmp(argv[1], "now")) return printf("%.6f\n", now()) < 0;
  if (argc >= 5 && !strcmp(argv[1], "serve")) serve(argv[2], atoi(argv[3]), argv[4], argc > 5 ? atoi(argv[5]) : 0);
  if (argc == 5 && !strcmp(argv[1], "cri")) return try_cri(argv[2], atoi(argv[3]), atoi(argv[4]));
  if (argc >= 4 && !strcmp(argv[1], "meter")) return meter(argv[2], argv + 3);
  fprintf(stderr, "usage: kubelet ... | standin serve ADDRESS PORT FOLDER [PAUSE] | standin cri SOCKET TRIES PAUSE | standin meter FILE COMMAND... | standin now\n");
  return 2;
}
