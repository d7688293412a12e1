package dev.nodeready.aws;

import dev.nodeready.net.Http;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Signs requests by AWS Signature Version 4, as the SDK does. */
final class Signing {
  private Signing() {}

  /** Signs nothing for nobody, which loads all that the first signature takes. */
  static boolean warmUp() {
    ApiCall nothing = new ApiCall("ec2", "nothing", "us-east-1", false, Map.of(), "");
    AwsBasicCredentials nobody = AwsBasicCredentials.create("nobody", "none");
    return !signed(nothing, URI.create("http://localhost"), nobody).headers().isEmpty();
  }

  static Http.Request signed(ApiCall call, URI endpoint, AwsCredentialsIdentity who) {
    SdkHttpFullRequest.Builder plain =
        SdkHttpFullRequest.builder().method(SdkHttpMethod.POST).uri(endpoint);
    if (plain.encodedPath().isEmpty()) {
      plain.encodedPath("/");
    }
    call.headers().forEach(plain::putHeader);
    byte[] body = call.body().getBytes(StandardCharsets.UTF_8);
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(r ->
                r.identity(who)
                    .request(plain.build())
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, call.service())
                    .putProperty(AwsV4HttpSigner.REGION_NAME, call.region()))
            .request();
    Map<String, String> headers = new LinkedHashMap<>();
    signed.forEachHeader((name, values) -> headers.put(name, String.join(",", values)));
    return new Http.Request("POST", signed.getUri(), headers, call.body());
  }
}
