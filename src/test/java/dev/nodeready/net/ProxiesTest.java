package dev.nodeready.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
  private static final String METADATA =
      "169.254.169.254,fd00:ec2::254,[fd00:ec2::254],localhost,127.0.0.1";

  @Test
  void leaves_an_environment_without_a_proxy_alone() {
    Map<String, String> environment = Map.of("NO_PROXY", "a", "HTTP_PROXY", " ");

    assertThat(Proxies.completed(environment, "10.100.0.0/16", "https://api"))
        .isSameAs(environment);
  }

  @Test
  void adds_what_never_goes_through_a_proxy() {
    assertThat(
            Proxies.completed(
                Map.of("HTTPS_PROXY", "http://p:3128"),
                "10.100.0.0/16",
                "https://ABC.gr7.eu-west-1.eks.amazonaws.com"))
        .containsEntry("NO_PROXY", METADATA + ",10.100.0.0/16,ABC.gr7.eu-west-1.eks.amazonaws.com")
        .doesNotContainKey("no_proxy");
  }

  @Test
  void keeps_the_order_of_the_user_and_repeats_nothing() {
    Map<String, String> once =
        Proxies.completed(
            Map.of("HTTP_PROXY", "p:1", "NO_PROXY", ".corp, LOCALHOST ,169.254.169.254"), "", "");

    assertThat(once)
        .containsEntry(
            "NO_PROXY",
            ".corp, LOCALHOST ,169.254.169.254,fd00:ec2::254,[fd00:ec2::254],127.0.0.1");
    assertThat(Proxies.completed(once, "", "")).isEqualTo(once);
  }

  @Test
  void serves_lower_case_variables_alike() {
    Map<String, String> completed =
        Proxies.completed(Map.of("http_proxy", "p:1", "NO_PROXY", "a"), "", "");

    assertThat(completed)
        .containsEntry("no_proxy", "a," + METADATA)
        .containsEntry("NO_PROXY", "a," + METADATA);
  }

  @Test
  void leaves_a_list_that_was_made_for_nodes_to_the_services_as_it_is() {
    Map<String, String> nodes = Map.of("HTTP_PROXY", "p:1", "NO_PROXY", "a , 169.254.169.254");
    Map<String, String> office = Map.of("HTTP_PROXY", "p:1", "NO_PROXY", "1169.254.169.254");

    assertThat(Proxies.ofServices(nodes, "", "https://h")).isEqualTo(nodes);
    assertThat(Proxies.ofServices(office, "", "https://h"))
        .containsEntry("NO_PROXY", "1169.254.169.254," + METADATA + ",h");
  }

  @Test
  void adds_nothing_to_everything() {
    assertThat(Proxies.completed(Map.of("HTTP_PROXY", "p:1", "NO_PROXY", "a,*"), "c", "https://h"))
        .containsEntry("NO_PROXY", "a,*");
  }

  @ParameterizedTest
  @CsvSource({
    "http://user:secret@proxy:3128/, http://***@proxy:3128/",
    "user:secret@proxy:3128, ***@proxy:3128",
    "http://user:p@ss/word@proxy, http://***@proxy",
    "http://user:p/ss@proxy:3128, http://***@proxy:3128",
    "http://user@proxy:3128/@, http://***@",
    "http://proxy:3128, http://proxy:3128",
    "http://proxy:3128/a@b, http://proxy:3128/a@b",
    "http://proxy.corp/a@b, http://proxy.corp/a@b",
    "'http://[fd00::1]:3128/a@b', 'http://[fd00::1]:3128/a@b'",
  })
  void masks_the_user_of_a_proxy(String url, String masked) {
    assertThat(Proxies.masked(url)).isEqualTo(masked);
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, https://example.com/, true",
    "example.com, https://a.example.com/, true",
    "example.com, https://badexample.com/, false",
    ".example.com, https://example.com/, false",
    ".example.com, https://a.example.com/, true",
    "*.example.com, https://a.example.com/, true",
    "example.com:8443, https://example.com/, false",
    "example.com:8443, https://example.com:8443/, true",
    "10.0.0.0/8, https://10.1.2.3/, true",
    "10.0.0.0/8, https://11.1.2.3/, false",
    "fd00::/8, 'https://[fd12::1]/', true",
    "10.1.2.3, https://10.1.2.3/, true",
    "10.1.2.3:443, https://10.1.2.3/, true",
    "'[fd00:ec2::254]', 'https://[fd00:ec2::254]/', false",
    "'[fd00:ec2::254]:443', 'https://[fd00:ec2::254]/', true",
    "'fd00::1%eth0', 'https://[fd00::1]/', false",
    "fd00::1:443, 'https://[fd00::1]/', false",
    "10.1, https://10.0.0.1/, false",
    "010.1.2.3, https://10.1.2.3/, false",
    "'::ffff:10.0.0.0/104', https://10.1.2.3/, true",
    "'::ffff:10.1.2.3', https://10.1.2.3/, true",
    "'::ffff:0.0.0.0/90', https://10.1.2.3/, false",
    ":443, https://10.1.2.3/, false",
    "fd00:ec2::254, 'https://[fd00:ec2::254]/', true",
    "'[fd00:ec2::254]:80', 'https://[fd00:ec2::254]/', false",
    "*, https://anything/, true",
    "EXAMPLE.com, https://Example.COM/, true",
    "'', https://localhost/, true",
    "'', https://127.1.2.3/, true",
    "'', 'https://[::1]/', true",
    "'', https://0.0.0.0/, false",
    "'', https://10.1.2.3/, false",
  })
  void chooses_as_go_programs_do(String noProxy, String url, boolean direct) throws Exception {
    ProxyChoice choice =
        new ProxyChoice(Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", noProxy));

    assertThat(choice.proxyFor(URI.create(url)) == null).isEqualTo(direct);
  }

  @Test
  void takes_the_proxy_of_the_scheme() throws Exception {
    ProxyChoice choice =
        new ProxyChoice(Map.of("http_proxy", "plain:1", "HTTPS_PROXY", "https://secure:2"));

    assertThat(choice.proxyFor(URI.create("http://h/"))).isEqualTo(URI.create("http://plain:1"));
    assertThat(choice.proxyFor(URI.create("https://h/"))).isEqualTo(URI.create("https://secure:2"));
  }

  @Test
  void takes_no_http_proxy_from_a_cgi_request() throws Exception {
    ProxyChoice choice = new ProxyChoice(Map.of("HTTP_PROXY", "p:1", "REQUEST_METHOD", "GET"));

    assertThat(choice.proxyFor(URI.create("http://h/"))).isNull();
  }

  @Test
  void names_an_unusable_proxy_without_its_password() {
    ProxyChoice choice = new ProxyChoice(Map.of("HTTP_PROXY", "socks5://u:secret@p:1"));

    assertThatThrownBy(() -> choice.proxyFor(URI.create("http://h/")))
        .isInstanceOf(CallException.class)
        .hasMessageContaining("socks5://***@p:1")
        .hasMessageNotContaining("secret");
  }
}
