package dev.nodeready.cri;

import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's default TLS context, made at its first real use instead of at the first mention. gRPC's
 * transport asks the default context for its provider even where it speaks no TLS and then has that
 * provider read all root certificates (100 ms of a start). This one names a provider with nothing
 * in it, which ends that inquiry, and passes everything else to the true default context: TLS
 * elsewhere in the process checks certificates as ever.
 */
final class LazyTls extends SSLContextSpi {
  private @Nullable SSLContext real;

  private LazyTls() {}

  /** Makes it the default of this JVM. */
  static void install() {
    SSLContext.setDefault(new Context());
  }

  private synchronized SSLContext real() {
    if (real == null) {
      try {
        real = SSLContext.getInstance("Default");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this Java has no default TLS context", e);
      }
    }
    return real;
  }

  @Override
  protected void engineInit(
      KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
      throws KeyManagementException {
    real().init(keys, trust, random);
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return real().getSocketFactory();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return real().getServerSocketFactory();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return real().createSSLEngine();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    return real().createSSLEngine(host, port);
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return real().getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return real().getClientSessionContext();
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    return real().getDefaultSSLParameters();
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    return real().getSupportedSSLParameters();
  }

  /** The context around it. */
  private static final class Context extends SSLContext {
    Context() {
      super(new LazyTls(), new Nothing(), "Default");
    }
  }

  /** A provider that provides nothing. */
  private static final class Nothing extends Provider {
    Nothing() {
      super("nodeready-lazy", "1", "names the lazy default TLS context");
    }
  }
}
