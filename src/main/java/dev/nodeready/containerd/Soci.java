package dev.nodeready.containerd;

import dev.nodeready.config.NodeConfig;
import dev.nodeready.host.HostFacts;
import dev.nodeready.host.RenderedFile;

/** The SOCI snapshotter, which pulls and unpacks layers in parallel ({@code FastImagePull}). */
public final class Soci {
  /** The snapshotter's name in containerd. */
  public static final String SNAPSHOTTER = "soci";

  /** Where EKS images keep the pause image, which the snapshotter has to unpack for itself. */
  public static final String PAUSE_ARCHIVE = "/etc/eks/pause.tar";

  /** Where the snapshotter listens. */
  public static final String SOCKET = "/run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock";

  /** The snapshotter's configuration. */
  public static final String CONFIG = "/etc/soci-snapshotter-grpc/config.toml";

  /** Makes containerd start after the snapshotter. */
  public static final String DROP_IN =
      "/etc/systemd/system/containerd.service.d/10-soci-snapshotter.conf";

  private static final long LEAST_MEMORY = 7L << 30;
  private static final int LEAST_MILLICORES = 4000;

  private Soci() {}

  /** Whether it is asked for and the machine is big enough for it. */
  public static boolean on(NodeConfig config, HostFacts facts) {
    Long memory = facts.memoryBytes();
    Integer cpu = facts.cpuMillicores();
    return config.gate("FastImagePull")
        && memory != null
        && memory >= LEAST_MEMORY
        && cpu != null
        && cpu >= LEAST_MILLICORES;
  }

  static RenderedFile config(String containerdSocket) {
    return RenderedFile.text(
        CONFIG,
        """
        debug = false

        [content_store]
        type = 'containerd'

        [cri_keychain]
        enable_keychain = true
        image_service_path = '%s'

        [pull_modes.parallel_pull_unpack]
        enable = true
        concurrent_download_chunk_size = "16mb"
        discard_unpacked_layers = true
        max_concurrent_downloads = -1
        max_concurrent_downloads_per_image = 20
        max_concurrent_unpacks = -1
        max_concurrent_unpacks_per_image = 12

        [pull_modes.parallel_pull_unpack.decompress_streams."gzip"]
        path = '/usr/bin/unpigz'
        args = ['-d', '-c']
        """
            .formatted(containerdSocket));
  }

  static RenderedFile dropIn() {
    return RenderedFile.text(
        DROP_IN,
        """
        [Unit]
        Requires=soci-snapshotter.service
        After=soci-snapshotter.service
        """);
  }
}
