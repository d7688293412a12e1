package dev.nodeready.bundle;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what leaves the machine: whatever has a secret's form, whatever stands
 * behind a secret's name, and all values of environments. What is left of each is three stars.
 * Digests, certificates, names and addresses stay: a ticket is about them.
 */
final class Secrets {
  private static final String GONE = "***";

  /** What a secret is called, in any spelling. */
  private static final String NAME =
      "(?<![\\w.-])[\\w.-]{0,60}?(?:passw(?:or)?d|passphrase|passwd|pwd|(?:\\b|[_-])pass(?![a-z])|secret|token"
          + "|api[_-]?key|access[_-]?key|private[_-]?key|client[_-]?key-data|key-data|credentials?"
          + "|authorization|\\bauth|signature|cookie|session[_-]?id)[\\w.-]{0,60}";

  /** A value: in quotes, or up to a blank or a mark. */
  private static final String VALUE =
      "(?:\"(?:[^\"\\\\\\n]|\\\\.)*+\"|'[^'\\n]*'|[^\\s\"',;&}\\])>]+)";

  private static final String KEEPS_A_PATH =
      "(?![\"']?(?:/|file:|null\\b|true\\b|false\\b|tried to\\b|\\{|\\[))";

  /** Each with the part of the match that stays, as group 1. */
  private static final List<Pattern> FORMS =
      List.of(
          Pattern.compile(
              "(-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----)[\\s\\S]*?(?:-----END [A-Z0-9 ]*-----|\\z)"),
          Pattern.compile("(://[^/@\\s:\"']*:)[^/\\s\"'@]+(?=@)"),
          Pattern.compile("(://)[^/@\\s:\"']{16,}(?=@)"),
          Pattern.compile(
              "(?i)(https?_proxy[\"']?\\s*[=:]\\s*[\"']?[^/@\\s:\"']+:)[^@/\\s\"']+(?=@)"),
          Pattern.compile(
              "(?i)((?:^|[\\s\"'])-?-?authorization[\"']?\\s*[:=]\\s*[\"']?)(?:(?:bearer|basic|digest|negotiate)\\s+)?"
                  + KEEPS_A_PATH
                  + VALUE,
              Pattern.MULTILINE),
          Pattern.compile("(?i)(\\b(?:bearer|basic)\\s+)[A-Za-z0-9._~+/=-]{8,}"),
          Pattern.compile("()\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{4,}(?:\\.[A-Za-z0-9_-]*)?"),
          Pattern.compile("()\\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}\\b"),
          Pattern.compile(
              "()\\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk_live_|k8s-aws-v1\\.)[\\w.-]{8,}"),
          Pattern.compile("()\\b[a-z0-9]{6}\\.[a-z0-9]{16}\\b"),
          Pattern.compile("()\\$(?:1|2[aby]?|5|6|y|gy|7)\\$[./A-Za-z0-9$=,-]{8,}"),
          Pattern.compile("(?i)([?&]X-Amz-(?:Signature|Security-Token|Credential)=)[^&\\s\"']+"),
          Pattern.compile(
              "(?i)((?:^|\\s)(?:-u|--user|--username-and-password)[ =][^\\s:\"']+:)\\S+",
              Pattern.MULTILINE),
          Pattern.compile(
              "(?i)((?:^|[\\s\"'])(?=--?\\w)" + NAME + "(?:=|\\s+))" + KEEPS_A_PATH + VALUE,
              Pattern.MULTILINE),
          Pattern.compile("(?i)(" + NAME + "[\"']?\\s*[=:]\\s*)" + KEEPS_A_PATH + VALUE),
          Pattern.compile(
              "(?m)(^[^\\S\\r\\n]*+(?:export\\s+|Environment=\\s*[\"']?)[A-Za-z_]\\w*=).*$"),
          Pattern.compile("(\\benvironment[\"']?\\s*:\\s*)\\{(?:[^{}]|\\{[^{}]*\\})*+\\}"));

  /** Long, and of all kinds of characters: base64 of something. */
  private static final Pattern ENCODED = Pattern.compile("[A-Za-z0-9+/_-]{40,}={0,2}");

  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]*-----END CERTIFICATE-----");

  private static final Pattern MIXED = Pattern.compile("(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9]).*");

  /** The head of a block of YAML whose values are an environment's. */
  private static final Pattern ENVIRONMENT =
      Pattern.compile(
          "^(\\s*)(?:- )?[\"']?(?:environment|env|stringData|data)[\"']?\\s*:\\s*(.*)$");

  private static final Pattern MEMBER = Pattern.compile("^(\\s*(?:- )?[^:#\\s][^:]*:\\s+)\\S.*$");
  private static final Pattern ASSIGNED =
      Pattern.compile("(?m)^([^\\S\\r\\n]*+(?:export\\s+)?([A-Za-z_]\\w*)=).*$");

  private Secrets() {}

  /** What may be told of any text. */
  static String out(String text) {
    String plain = environments(text);
    for (Pattern form : FORMS) {
      plain = form.matcher(plain).replaceAll("$1" + GONE);
    }
    return encoded(plain);
  }

  /**
   * What may be told of a file of variables: their names.
   *
   * @param kept variables whose values a reader needs, and which are told but for secrets in them
   */
  static String outOfVariables(String text, Set<String> kept) {
    String names =
        ASSIGNED
            .matcher(text)
            .replaceAll(line ->
                Matcher.quoteReplacement(
                    kept.contains(line.group(2)) ? line.group() : line.group(1) + GONE));
    return out(names);
  }

  /** The values below {@code environment:}, by their indentation. */
  private static String environments(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int within = -1;
    for (String line : text.split("(?<=\n)", -1)) {
      int indent = line.length() - line.stripLeading().length();
      if (within >= 0 && !line.isBlank() && indent <= within) {
        within = -1;
      }
      Matcher head = ENVIRONMENT.matcher(line.stripTrailing());
      if (within >= 0) {
        out.append(MEMBER.matcher(line.stripTrailing()).replaceFirst("$1" + GONE));
        out.append(line.substring(line.stripTrailing().length()));
      } else if (head.matches()) {
        within = indent;
        String inline = head.group(2);
        out.append(inline.isEmpty() ? line : line.replace(inline, GONE));
      } else {
        out.append(line);
      }
    }
    return out.toString();
  }

  /** What stands in base64; not within certificates, which are public. */
  private static String encoded(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    Matcher certificates = CERTIFICATE.matcher(text);
    while (certificates.find()) {
      out.append(decoded(text.substring(at, certificates.start()))).append(certificates.group());
      at = certificates.end();
    }
    return out.append(decoded(text.substring(at))).toString();
  }

  private static String decoded(String text) {
    return ENCODED
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(isPlain(found.group()) ? found.group() : GONE));
  }

  /** Names of files and digests, which are long too, and certificates, which are public. */
  private static boolean isPlain(String word) {
    long slashes = word.chars().filter(c -> c == '/').count();
    long dashes = word.chars().filter(c -> c == '-' || c == '_').count();
    boolean path = slashes * 12 > word.length() || dashes * 12 > word.length();
    return path || !MIXED.matcher(word).matches() || isCertificate(word);
  }

  private static boolean isCertificate(String word) {
    try {
      byte[] bytes = Base64.getDecoder().decode(word);
      return new String(bytes, StandardCharsets.ISO_8859_1)
          .startsWith("-----BEGIN CERTIFICATE-----");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
