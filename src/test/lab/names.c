/* A name server for one name: names ADDRESS NAME. It says that NAME is ADDRESS, and of any other that there is no such. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

/* The question's name with dots; returns what follows it, or 0. */
static const unsigned char *question(const unsigned char *at, const unsigned char *end, char *name, int size) {
  int n = 0;
  while (at < end && *at) {
    int length = *at++;
    if (length > 63 || at + length >= end || n + length + 2 > size) return 0;
    if (n) name[n++] = '.';
    memcpy(name + n, at, length);
    n += length;
    at += length;
  }
  name[n] = 0;
  return at + 5 <= end ? at + 1 : 0;
}

int main(int argc, char **argv) {
  unsigned char packet[512 + 16];
  char name[256];
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(53)}, from;
  int s = socket(AF_INET, SOCK_DGRAM, 0);
  if (argc != 3 || inet_pton(AF_INET, argv[1], &here.sin_addr) != 1) return fprintf(stderr, "usage: names ADDRESS NAME\n"), 2;
  if (bind(s, (void *)&here, sizeof here)) return perror(argv[1]), 1;
  for (;;) {
    socklen_t size = sizeof from;
    int n = recvfrom(s, packet, 512, 0, (void *)&from, &size);
    const unsigned char *type = n < 12 ? 0 : question(packet + 12, packet + n, name, sizeof name);
    if (!type) continue;
    int known = !strcasecmp(name, argv[2]), answers = known && type[1] == 1;
    n = type + 4 - packet;
    packet[2] = 0x84 | (packet[2] & 1);
    packet[3] = 0x80 | (known ? 0 : 3);
    memset(packet + 6, 0, 6);
    packet[7] = answers;
    if (answers) {
      memcpy(packet + n, "\xc0\x0c\0\1\0\1\0\0\0\5\0\4", 12);
      memcpy(packet + n + 12, &here.sin_addr, 4);
      n += 16;
    }
    sendto(s, packet, n, 0, (void *)&from, size);
  }
}
