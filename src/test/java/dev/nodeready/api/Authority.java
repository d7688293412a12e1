package dev.nodeready.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** A certificate authority of the test's own: issues what a test needs, whatever its time. */
public final class Authority {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  /** What keys are of. */
  private enum Kind {
    EC("SHA256withECDSA"),
    RSA("SHA256withRSA");

    private final String signature;

    Kind(String signature) {
      this.signature = signature;
    }

    /** The OID of a signature with SHA-256 by such a key. */
    private byte[] oid() {
      return switch (this) {
        case EC -> seq(Authority.oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2));
        case RSA ->
            seq(Authority.oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 0x0b), tlv(5, new byte[0]));
      };
    }
  }

  /** Of an authority's key, by which what it issued names it; one in each test. */
  private static final byte[] KEY_ID = "authority".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] P256 = oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7);

  private final String name;
  private final Kind kind;
  private final KeyPair keys;
  private final String pem;

  public Authority(String name) {
    this(name, Kind.EC);
  }

  /** One whose keys are RSA, as kubeadm's and those of EKS are. */
  public static Authority rsa(String name) {
    return new Authority(name, Kind.RSA);
  }

  private Authority(String name, Kind kind) {
    this.name = name;
    this.kind = kind;
    keys = keyPair(kind);
    Duration day = Duration.ofDays(1);
    Instant now = Instant.now();
    byte[] basic = extension(oid(0x55, 0x1d, 0x13), seq(tlv(1, new byte[] {-1})));
    byte[] subjectKey = extension(oid(0x55, 0x1d, 14), tlv(4, KEY_ID));
    byte[] extensions = join(basic, subjectKey, usage(2, 0xa4));
    pem = certificate(name(name, ""), keys, now.minus(day), now.plus(day), extensions);
  }

  /** A certificate with its key. */
  public record Issued(String certificate, String key, KeyPair pair) {}

  /** The authority's own certificate. */
  public String pem() {
    return pem;
  }

  /** A server's certificate; names are IP addresses or DNS names. */
  public Issued server(Instant from, Instant to, String... names) {
    byte[] alternatives = new byte[0];
    for (String each : names) {
      alternatives = join(alternatives, alternative(each));
    }
    byte[] serverAuth = seq(oid(0x2b, 6, 1, 5, 5, 7, 3, 1));
    byte[] extensions =
        join(
            usage(5, 0xa0),
            extension(oid(0x55, 0x1d, 0x25), serverAuth),
            extension(oid(0x55, 0x1d, 0x23), seq(tlv(0x80, KEY_ID))),
            extension(oid(0x55, 0x1d, 0x11), seq(alternatives)));
    return issue(name("kube-apiserver", ""), from, to, extensions);
  }

  /** A good certificate for a server of these names. */
  public Issued server(String... names) {
    Instant now = Instant.now();
    return server(now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)), names);
  }

  /** A node's certificate. */
  public Issued node(String node, Instant to) {
    return issue(
        name("system:node:" + node, "system:nodes"), to.minus(Duration.ofDays(1)), to, new byte[0]);
  }

  /** What a server of this certificate listens with; it takes any certificate of a client. */
  public SSLContext context(Issued issued) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server",
        issued.pair().getPrivate(),
        new char[0],
        new X509Certificate[] {
          Pem.certificates(issued.certificate()).getFirst(), Pem.certificates(pem).getFirst()
        });
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), new TrustManager[] {new AnyClient()}, null);
    return context;
  }

  private Issued issue(byte[] subject, Instant from, Instant to, byte[] extensions) {
    KeyPair pair = keyPair(kind);
    return new Issued(certificate(subject, pair, from, to, extensions), key(pair), pair);
  }

  private String certificate(
      byte[] subject, KeyPair pair, Instant from, Instant to, byte[] extensions) {
    byte[] body =
        seq(
            tlv(0xa0, tlv(2, new byte[] {2})),
            tlv(2, BigInteger.valueOf(System.nanoTime()).toByteArray()),
            kind.oid(),
            name(name, ""),
            seq(time(from), time(to)),
            subject,
            pair.getPublic().getEncoded(),
            extensions.length == 0 ? extensions : tlv(0xa3, seq(extensions)));
    byte[] whole = seq(body, kind.oid(), tlv(3, join(new byte[1], signed(body))));
    return block("CERTIFICATE", whole);
  }

  private byte[] signed(byte[] body) {
    try {
      Signature signature = Signature.getInstance(kind.signature);
      signature.initSign(keys.getPrivate());
      signature.update(body);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keyPair(Kind kind) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.name());
      switch (kind) {
        case EC -> generator.initialize(new ECGenParameterSpec("secp256r1"));
        case RSA -> generator.initialize(2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String key(KeyPair pair) {
    return pair.getPrivate() instanceof ECPrivateKey
        ? sec1(pair)
        : block("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  /** As kubelet keeps its key. */
  private static String sec1(KeyPair pair) {
    byte[] number = ((ECPrivateKey) pair.getPrivate()).getS().toByteArray();
    byte[] octets = new byte[32];
    int length = Math.min(32, number.length);
    System.arraycopy(number, number.length - length, octets, 32 - length, length);
    return block("EC PRIVATE KEY", seq(tlv(2, new byte[] {1}), tlv(4, octets), tlv(0xa0, P256)));
  }

  private static byte[] name(String common, String organization) {
    byte[] first = organization.isEmpty() ? new byte[0] : attribute(10, organization);
    return seq(first, attribute(3, common));
  }

  private static byte[] attribute(int type, String text) {
    return tlv(0x31, seq(oid(0x55, 4, type), tlv(12, text.getBytes(StandardCharsets.UTF_8))));
  }

  private static byte[] alternative(String each) {
    try {
      return tlv(0x87, InetAddress.ofLiteral(each).getAddress());
    } catch (IllegalArgumentException e) {
      return tlv(0x82, each.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** What a key may be used for, as bits of which the last are not used. */
  private static byte[] usage(int unused, int bits) {
    return extension(oid(0x55, 0x1d, 15), tlv(3, new byte[] {(byte) unused, (byte) bits}));
  }

  private static byte[] extension(byte[] oid, byte[] value) {
    return seq(oid, tlv(4, value));
  }

  private static byte[] time(Instant at) {
    return tlv(24, TIME.format(at).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] oid(int... bytes) {
    byte[] value = new byte[bytes.length];
    for (int at = 0; at < bytes.length; at++) {
      value[at] = (byte) bytes[at];
    }
    return tlv(6, value);
  }

  private static byte[] seq(byte[]... parts) {
    return tlv(0x30, join(parts));
  }

  private static byte[] tlv(int tag, byte[] value) {
    int length = value.length;
    byte[] head =
        length < 0x80
            ? new byte[] {(byte) tag, (byte) length}
            : length < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    return join(head, value);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    List.of(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static String block(String what, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, base64);
  }
}
