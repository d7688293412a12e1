package dev.nodeready.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.api.Authority;
import dev.nodeready.api.Pem;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerNameTest {
  private static final Authority AUTHORITY = new Authority("ca");
  private static final X509Certificate CERTIFICATE =
      of(
          "api.lab.example",
          "control-plane-1",
          "*.eks.example",
          "*.com",
          "*",
          "192.0.2.7",
          "2001:db8::7");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.lab.example",
        "API.lab.Example",
        "api.lab.example.",
        "a.eks.example",
        "control-plane-1",
        "192.0.2.7",
        "2001:db8::7",
        "2001:db8:0:0:0:0:0:7"
      })
  void is_for_its_names_and_addresses(String host) throws Exception {
    PeerName.check(CERTIFICATE, host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lab.example",
        "b.api.lab.example",
        "api.lab.example.org",
        "eks.example",
        ".eks.example",
        "a.b.eks.example",
        "evil.com",
        "host",
        "kube-apiserver",
        "192.0.2.8",
        "192.0.2.77",
        "2001:db8::8",
        "::ffff:192.0.2.8"
      })
  void is_for_nobody_else(String host) {
    assertThatThrownBy(() -> PeerName.check(CERTIFICATE, host))
        .isInstanceOf(CertificateException.class)
        .hasMessageContaining(host);
  }

  @Test
  void a_name_does_not_stand_for_an_address_nor_the_other_way_round() {
    assertThatThrownBy(() -> PeerName.check(of("host.example"), "192.0.2.7"))
        .isInstanceOf(CertificateException.class);
    assertThatThrownBy(() -> PeerName.check(of("192.0.2.7"), "host.example"))
        .isInstanceOf(CertificateException.class);
  }

  @Test
  void one_without_alternative_names_is_for_nobody_whatever_it_is_called() throws Exception {
    X509Certificate authority = Pem.certificates(AUTHORITY.pem()).getFirst();

    assertThat(authority.getSubjectX500Principal().getName()).contains("CN=ca");
    assertThatThrownBy(() -> PeerName.check(authority, "ca"))
        .isInstanceOf(CertificateException.class)
        .hasMessageContaining("No subject alternative name");
  }

  private static X509Certificate of(String... names) {
    try {
      return Pem.certificates(AUTHORITY.server(names).certificate()).getFirst();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
