package dev.nodeready.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class PemTest {
  private final Authority authority = new Authority("ca");

  @Test
  void reads_the_key_that_kubelet_keeps_beside_its_certificate() throws Exception {
    Authority.Issued issued = authority.node("n1", Instant.now().plusSeconds(60));
    String both = issued.certificate() + issued.key();
    PrivateKey read = Pem.privateKey(both);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(read);
    byte[] signed = signature.sign();
    signature.initVerify(issued.pair().getPublic());
    assertThat(signature.verify(signed)).isTrue();
    assertThat(Pem.certificates(both))
        .singleElement()
        .satisfies(c -> assertThat(c.getPublicKey()).isEqualTo(issued.pair().getPublic()));
  }

  @Test
  void reads_rsa_keys_of_both_forms() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    byte[] pkcs8 = pair.getPrivate().getEncoded();
    // PKCS#1 is what PKCS#8 has inside, behind 26 bytes of version, algorithm and lengths.
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
    assertThat(Pem.privateKey(block("PRIVATE KEY", pkcs8))).isEqualTo(pair.getPrivate());
    assertThat(Pem.privateKey(block("RSA PRIVATE KEY", pkcs1))).isEqualTo(pair.getPrivate());
  }

  @Test
  void tells_what_is_wrong_with_a_key_and_never_fails_otherwise() {
    String key = authority.node("n1", Instant.now()).key();
    for (String pem :
        new String[] {
          "",
          block("ENCRYPTED PRIVATE KEY", new byte[40]),
          block("EC PRIVATE KEY", new byte[] {0x30, (byte) 0x84, -1, -1, -1, -1}),
          block("EC PRIVATE KEY", new byte[0]),
          block("PRIVATE KEY", new byte[] {1, 2, 3})
        }) {
      assertThatThrownBy(() -> Pem.privateKey(pem)).isInstanceOf(GeneralSecurityException.class);
    }
    byte[] der = Base64.getMimeDecoder().decode(key.replaceAll("-----[A-Z ]+-----", ""));
    for (int length = 1; length < der.length; length++) {
      String cut = block("EC PRIVATE KEY", Arrays.copyOf(der, length));
      assertThatThrownBy(() -> Pem.privateKey(cut)).isInstanceOf(GeneralSecurityException.class);
    }
  }

  private static String block(String what, byte[] der) {
    String base64 = Base64.getMimeEncoder().encodeToString(der);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, base64);
  }

  @Test
  void a_certificate_is_shown_whatever_authorities_the_server_names() throws IOException {
    Authority.Issued issued = authority.node("n1", Instant.now());
    ClientKey key = new ClientKey(List.of(), issued.pair().getPrivate());
    assertThat(key.chooseClientAlias(new String[] {"RSA", "EC"}, null, null)).isNotNull();
    assertThat(key.chooseClientAlias(new String[] {"RSA"}, null, null)).isNull();
  }
}
