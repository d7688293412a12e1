package dev.nodeready.lab;

/**
 * Makes containerd active while its CRI service is not initialized: at its start it reads the
 * images that it has, and one of them is a FIFO that nobody writes to.
 */
final class Hold {
  private static final String BLOBS =
      "/var/lib/containerd/io.containerd.content.v1.content/blobs/sha256";

  private Hold() {}

  /** From the next boot on. */
  static void prepare(Guest guest) {
    guest.ok(
        """
        set -e
        mkdir -p /tmp/hold && cd /tmp/hold
        name=localhost/kubernetes/pause:latest
        ctr -n k8s.io images export --local=false hold.tar $name 2>/dev/null || ctr -n k8s.io images export hold.tar $name
        tar xf hold.tar
        digest=$(sed -n 's/.*"digest":"sha256:\\([0-9a-f]*\\)".*/\\1/p' index.json | head -n 1)
        config=$(grep -o '"config":{[^}]*}' blobs/sha256/$digest | grep -o 'sha256:[0-9a-f]*' | cut -d: -f2)
        sed 's/"os":"linux"/"os":"linux","author":"hold"/' blobs/sha256/$config >config
        new=$(sha256sum config | cut -d' ' -f1)
        size=$(stat -c %%s config)
        sed "s/sha256:$config\\",\\"size\\":[0-9]*/sha256:$new\\",\\"size\\":$size/" blobs/sha256/$digest >manifest
        top=$(sha256sum manifest | cut -d' ' -f1)
        sed "s/sha256:$digest\\",\\"size\\":[0-9]*/sha256:$top\\",\\"size\\":$(stat -c %%s manifest)/; s/pause:latest/hold:latest/; s/\\"latest\\"/\\"hold\\"/" index.json >index
        mv index index.json
        mv config blobs/sha256/$new
        mv manifest blobs/sha256/$top
        rm -f hold.tar manifest.json
        tar cf hold.tar oci-layout index.json blobs
        ctr -n k8s.io images import hold.tar
        systemctl stop containerd.service
        blob=%s/$new
        mv $blob /var/lib/hold.config
        mkfifo $blob
        echo $blob >/var/lib/hold.blob
        """
            .formatted(BLOBS));
  }

  /** Lets containerd go on; it goes without the image that it could not read. */
  static void release(Guest guest) {
    guest.ok(
        "f=$(cat /var/lib/hold.blob); setsid sh -c \"exec 3<>$f; sleep 3; rm -f $f;"
            + " cp /var/lib/hold.config $f\" >/dev/null 2>&1 &");
  }
}
