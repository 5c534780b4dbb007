package dev.cenote.config;

import dev.cenote.error.UrlRedactor;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  static UrlPlace of(String jdbcUrl) {
    String body = jdbcUrl.substring("jdbc:".length());
    int colon = body.indexOf(':');
    if (colon < 0) {
      return new UrlPlace(body.toLowerCase(Locale.ROOT), "", "");
    }
    String product = body.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = body.substring(colon + 1);
    Matcher oracle = ORACLE.matcher(rest);
    if (product.equals("oracle") && oracle.find()) {
      return new UrlPlace(product, oracle.group(1), oracle.group(2));
    }
    if (DESCRIBES_HOSTS.matcher(body).find()) {
      DescribedHosts described = DescribedHosts.in(rest);
      if (described != null) {
        return new UrlPlace(product, described.hosts(), described.database());
      }
    }
    rest = UrlRedactor.redact(":" + rest).substring(1); // whole: of a piece no form may be left
    Matcher authority = AUTHORITY.matcher(rest);
    if (authority.find()) {
      String hosts = authority.group(1).substring(authority.group(1).lastIndexOf('@') + 1);
      String path = authority.group(2) == null ? "" : authority.group(2);
      String database = path.replaceFirst(":[\\w ]+=.*", ""); // Db2's and Informix's properties
      Matcher named = SQL_SERVER_DATABASE.matcher(rest);
      return new UrlPlace(product, hosts, named.find() ? named.group(1) : database);
    }
    if (product.equals("oracle") || rest.startsWith("//")) {
      return new UrlPlace(product, "", "");
    }
    return new UrlPlace(product, "", rest.split("[?;]", 2)[0]);
  }
}
