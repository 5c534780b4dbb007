package dev.cenote.config;

import dev.cenote.error.UrlRedactor;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Host and database as far as a jdbc: URL shows them in one of the usual places. Used in names and
 * messages only, so an unusual URL costs nothing but a less telling message.
 *
 * @param product the second part of the URL
 * @param hosts empty if there are none
 * @param database empty if there is none
 */
record UrlPlace(String product, String hosts, String database) {

  private static final Pattern AUTHORITY = Pattern.compile("//([^/?;]+)(?:/([^?;]*))?");

  /** Oracle's {@code @host:port:sid} and {@code @host:port/service}. */
  private static final Pattern ORACLE = Pattern.compile("@([^/:@()\\s]+:\\d+)[:/]([\\w.$#-]+)");

  /** Products that let hosts be described, also behind a wrapper's name or before a protocol's. */
  private static final Pattern DESCRIBES_HOSTS =
      Pattern.compile("^(?:[\\w-]+:)?(?:mysql|mariadb)[\\w+:-]*//", Pattern.CASE_INSENSITIVE);

  private static final Pattern SQL_SERVER_DATABASE =
      Pattern.compile(";\\s*database(?:name)?\\s*=\\s*([^;]*)", Pattern.CASE_INSENSITIVE);

  /** A product with the colon that belongs behind it; else a part of it may be a secret. */
  private static final Pattern PRODUCT = Pattern.compile("[\\w.+-]*+(?::|$)");

  private static final Pattern END_OF_PRODUCT = Pattern.compile("[^\\w.+*-]");

  static UrlPlace of(String jdbcUrl) {
    String body = withoutJdbc(jdbcUrl);
    String safe = withoutJdbc(UrlRedactor.redact(jdbcUrl)); // whole: of a piece no form may be left
    String product = product(body, safe);
    MatchResult oracle = product.equals("oracle") ? last(ORACLE.matcher(safe)) : null;
    if (oracle != null) {
      return new UrlPlace(product, oracle.group(1), oracle.group(2));
    }
    if (DESCRIBES_HOSTS.matcher(body).find()) {
      DescribedHosts described = DescribedHosts.in(body);
      if (described != null) {
        return new UrlPlace(product, described.hosts(), described.database());
      }
    }
    String rest = rest(product, safe);
    Matcher authority = AUTHORITY.matcher(rest);
    if (authority.find()) {
      return ofAuthority(product, authority, rest);
    }
    if (product.equals("oracle") || rest.startsWith("//")) {
      return new UrlPlace(product, "", "");
    }
    return new UrlPlace(product, "", rest.split("[?;]", 2)[0]);
  }

  private static UrlPlace ofAuthority(String product, Matcher authority, String rest) {
    String hosts = authority.group(1).substring(authority.group(1).lastIndexOf('@') + 1);
    String path = authority.group(2) == null ? "" : authority.group(2);
    String database = path.replaceFirst(":[\\w ]+=.*", ""); // Db2's and Informix's properties
    Matcher named = SQL_SERVER_DATABASE.matcher(rest);
    return new UrlPlace(product, hosts, named.find() ? named.group(1) : database);
  }

  private static String withoutJdbc(String url) {
    return url.substring("jdbc:".length());
  }

  private static String product(String body, String safe) {
    String shown = PRODUCT.matcher(body).lookingAt() ? body : safe;
    return END_OF_PRODUCT.split(shown, 2)[0].toLowerCase(Locale.ROOT);
  }

  /** What stands behind the product; nothing if a secret seems to begin in it. */
  private static String rest(String product, String safe) {
    boolean isThere = safe.toLowerCase(Locale.ROOT).startsWith(product);
    String rest = isThere ? safe.substring(product.length()) : "";
    if (rest.startsWith(":")) {
      return rest.substring(1);
    }
    return rest.startsWith("//") ? rest : "";
  }

  private static @Nullable MatchResult last(Matcher matcher) {
    MatchResult last = null;
    while (matcher.find()) {
      last = matcher.toMatchResult();
    }
    return last;
  }
}
