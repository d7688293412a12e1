package dev.nodeready.aws;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.SystemSetting;

/** What the SDK's providers find beside the instance's role; loaded only where asked for. */
final class SdkChain {
  private static final Logger LOG = LoggerFactory.getLogger(SdkChain.class);

  private SdkChain() {}

  /** The first credentials found; null where there are none. */
  static @Nullable AwsCredentialsIdentity find(Map<String, String> environment) {
    tell(SdkSystemSetting.values(), environment);
    tell(ProfileFileSystemSetting.values(), environment);
    AwsCredentialsIdentity found = from(WebIdentityTokenFileCredentialsProvider.create());
    if (found == null) {
      found = from(ProfileCredentialsProvider.create());
    }
    return found == null ? from(ContainerCredentialsProvider.create()) : found;
  }

  private static @Nullable AwsCredentialsIdentity from(AwsCredentialsProvider provider) {
    try {
      return provider.resolveCredentials();
    } catch (SdkException | IllegalStateException | IllegalArgumentException e) {
      LOG.debug("No credentials from {}: {}", provider, e.getMessage());
      return null;
    }
  }

  /**
   * The SDK reads the process's environment, to which the configured one cannot be added; it reads
   * system properties of the same meaning first.
   */
  private static void tell(SystemSetting[] settings, Map<String, String> environment) {
    for (SystemSetting setting : settings) {
      String value = environment.get(setting.environmentVariable());
      if (value != null) {
        System.setProperty(setting.property(), value);
      }
    }
  }
}
