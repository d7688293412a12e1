package dev.nodeready.api;

import dev.nodeready.failure.Words;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and private keys in PEM. kubelet keeps its key as SEC 1 ({@code EC PRIVATE KEY}),
 * kubeadm as PKCS#1 ({@code RSA PRIVATE KEY}); the JDK takes only PKCS#8, which wraps them.
 */
public final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private static final byte[] VERSION_0 = {2, 1, 0};

  /** AlgorithmIdentifier of rsaEncryption (1.2.840.113549.1.1.1), with its NULL. */
  private static final byte[] RSA = {
    0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
  };

  /** id-ecPublicKey (1.2.840.10045.2.1). */
  private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 4;
  private static final int PARAMETERS = 0xa0;

  private Pem() {}

  /**
   * The certificates of a text, in order; other blocks are passed over.
   *
   * @throws GeneralSecurityException when one is broken
   */
  public static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    for (Matcher block = BLOCK.matcher(pem); block.find(); ) {
      if (block.group(1).equals("CERTIFICATE")) {
        Certificate one =
            factory.generateCertificate(new ByteArrayInputStream(der(block.group(2))));
        certificates.add((X509Certificate) one);
      }
    }
    return certificates;
  }

  /**
   * The first private key of a text.
   *
   * @throws GeneralSecurityException when there is none, or it is encrypted or broken
   */
  public static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    for (Matcher block = BLOCK.matcher(pem); block.find(); ) {
      byte[] der = der(block.group(2));
      switch (block.group(1)) {
        case "PRIVATE KEY" -> {
          return anyKey(der);
        }
        case "RSA PRIVATE KEY" -> {
          return key("RSA", wrapped(RSA, der));
        }
        case "EC PRIVATE KEY" -> {
          return key("EC", wrapped(tagged(SEQUENCE, joined(EC, curve(der))), der));
        }
        default -> {
          continue;
        }
      }
    }
    throw new GeneralSecurityException("it holds no private key that can be read");
  }

  private static byte[] der(String base64) throws CertificateException {
    try {
      return Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw new CertificateException("a PEM block is no base64: " + Words.of(e), e);
    }
  }

  private static PrivateKey anyKey(byte[] pkcs8) throws GeneralSecurityException {
    for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
      try {
        return key(algorithm, pkcs8);
      } catch (GeneralSecurityException e) {
        // It is a key of another algorithm; which one stands inside.
      }
    }
    throw new GeneralSecurityException("its private key is of no known algorithm");
  }

  private static PrivateKey key(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  /** PKCS#8's PrivateKeyInfo around a key of an older form (RFC 5208). */
  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    return tagged(SEQUENCE, joined(VERSION_0, algorithm, tagged(OCTETS, key)));
  }

  /** The curve's name, which an ECPrivateKey (RFC 5915) has in its parameters, tagged 0. */
  private static byte[] curve(byte[] key) throws GeneralSecurityException {
    Der inside = new Der(key).enter(SEQUENCE);
    while (inside.more()) {
      int tag = inside.tag();
      byte[] value = inside.next();
      if (tag == PARAMETERS) {
        return value;
      }
    }
    throw new GeneralSecurityException("its EC key does not name a curve");
  }

  private static byte[] tagged(int tag, byte[] value) {
    return joined(new byte[] {(byte) tag}, length(value.length), value);
  }

  /** In as few bytes as it takes, which DER demands. */
  private static byte[] length(int length) {
    if (length < 0x80) {
      return new byte[] {(byte) length};
    }
    return length < 0x100
        ? new byte[] {(byte) 0x81, (byte) length}
        : new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length};
  }

  private static byte[] joined(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
