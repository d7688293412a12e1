package dev.nodeready.disks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SetupWordsTest {
  /** By hand it goes the same way as at a boot, and so through the same words. */
  @Test
  void what_is_ordered_by_hand_comes_out_of_its_words_again() {
    DisksOrder order =
        new DisksOrder(
            Strategy.RAID0, "/data", EnumSet.of(BoundFolder.KUBELET, BoundFolder.POD_LOGS));
    VolumeOrder volume = new VolumeOrder("/dev/xvdb", "ext4", List.of("/srv/a", "/srv/b"));

    List<String> words = SetupWords.of(order, List.of(volume));

    assertThat(SetupWords.order(SetupWords.withoutVolumes(words))).isEqualTo(order);
    assertThat(SetupWords.volumes(words)).containsExactly(volume);
    DisksOrder none = new DisksOrder(Strategy.NONE, "", Set.of());
    assertThat(SetupWords.order(SetupWords.withoutVolumes(SetupWords.of(none, List.of()))))
        .isEqualTo(none);
  }
}
