package dev.nodeready.aws;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
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
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.utils.SystemSetting;

/** What the SDK's providers find beside the instance's role; loaded only where asked for. */
final class SdkChain {
  private static final Logger LOG = LoggerFactory.getLogger(SdkChain.class);

  /** The end of what the SDK says where a way to credentials needs a client of another service. */
  private static final String WITHOUT_MODULE = "must be on the class path";

  private SdkChain() {}

  /**
   * The first credentials found; null where there are none.
   *
   * @throws FailureException where they are to come in a way that is not supported
   */
  static @Nullable AwsCredentialsIdentity find(Map<String, String> environment) {
    tellAll(environment);
    AwsCredentialsIdentity found = from(WebIdentityTokenFileCredentialsProvider.create());
    if (found == null) {
      found = from(ProfileCredentialsProvider.create());
    }
    return found == null ? from(ContainerCredentialsProvider.create()) : found;
  }

  /** The region of the profile in use; empty where it has none. */
  static String region(Map<String, String> environment) {
    tellAll(environment);
    try {
      Region region = new AwsProfileRegionProvider().getRegion();
      return region == null ? "" : region.id();
    } catch (SdkException | IllegalStateException | IllegalArgumentException e) {
      LOG.debug("No region from a profile: {}", Words.of(e));
      return "";
    }
  }

  private static @Nullable AwsCredentialsIdentity from(AwsCredentialsProvider provider) {
    try {
      return provider.resolveCredentials();
    } catch (SdkException | IllegalStateException | IllegalArgumentException e) {
      String why = ImdsFailures.shortened(Words.of(e));
      if (why.contains(WITHOUT_MODULE)) {
        throw unsupported(why, e);
      }
      LOG.info("No credentials from {}: {}", provider.getClass().getSimpleName(), why);
      return null;
    }
  }

  /** Whoever asks for another identity must not silently get the instance's. */
  private static FailureException unsupported(String why, Exception cause) {
    return Failure.permanent(
            Code.AWS_CREDENTIALS_UNSUPPORTED,
            "get the credentials that the environment or the AWS profile asks for",
            "assumed roles, web identities, SSO and logins are not supported: " + why)
        .asException(cause);
  }

  private static void tellAll(Map<String, String> environment) {
    tell(SdkSystemSetting.values(), environment);
    tell(ProfileFileSystemSetting.values(), environment);
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
