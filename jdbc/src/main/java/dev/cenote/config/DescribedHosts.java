package dev.cenote.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hosts as MySQL's and MariaDB's drivers let one describe them: {@code
 * address=(host=db)(port=3306)(password=…)} and {@code (host=db,password=…)}, alone, in a list or
 * in brackets. What else stands in parentheses may be a secret and is left out.
 *
 * @param hosts their names, and those without parentheses as they stand there
 * @param database empty if there is none
 */
record DescribedHosts(String hosts, String database) {

  private static final Pattern DESCRIPTION = Pattern.compile("=\\s*\\(");

  /** In {@code (host=db,password=…)}. */
  private static final Pattern ANYWHERE =
      Pattern.compile("[(,]\\s*host\\s*=\\s*([^,()\\s]+)", Pattern.CASE_INSENSITIVE);

  /** One whole {@code (key=…)}, in whose value anything but its end may stand. */
  private static final Pattern ALONE =
      Pattern.compile("\\(\\s*(?:host\\s*=\\s*([^,()\\s]+))?[^)]*", Pattern.CASE_INSENSITIVE);

  /** A host that is not described, and perhaps its port; what else has a colon may be a login. */
  private static final Pattern PLAIN =
      Pattern.compile("(?:\\[[^\\]]*\\]|[^:\\[\\]]*)(?::\\d{1,5})?");

  /** Null if none is described in this URL, of which {@code jdbc:} and the product may be gone. */
  static @Nullable DescribedHosts in(String rest) {
    int begin = rest.indexOf("//") + 2;
    if (begin < 2) {
      return null;
    }
    begin = afterLogin(rest, begin);
    List<String> hosts = new ArrayList<>();
    int brackets = 0;
    boolean described = false; // in parentheses, which nothing but the closing one ends
    int part = begin;
    int end = begin;
    for (; end < rest.length(); end++) {
      char c = rest.charAt(end);
      if (described || c == '(') {
        described = c != ')';
      } else if (c == '[') {
        brackets++;
      } else if (c == ']') {
        brackets = Math.max(0, brackets - 1);
      } else if (brackets == 0 && (c == '/' || c == '?')) {
        break;
      } else if (brackets == 0 && c == ',') {
        name(rest.substring(part, end), hosts);
        part = end + 1;
      }
    }
    if (rest.substring(begin, end).indexOf('(') < 0) {
      return null;
    }
    name(rest.substring(part, end), hosts);
    return new DescribedHosts(String.join(",", hosts), databaseOf(rest.substring(end)));
  }

  /** A login may have in it what else ends a host; one in parameters is not looked for. */
  private static int afterLogin(String rest, int begin) {
    int parenthesis = rest.indexOf('(', begin);
    int end = parenthesis < 0 ? -1 : rest.lastIndexOf('@', parenthesis);
    boolean isInFront = end >= begin && rest.substring(begin, end).indexOf('?') < 0;
    return isInFront ? end + 1 : begin;
  }

  private static void name(String part, List<String> hosts) {
    if (part.indexOf('(') < 0) {
      String host = part.substring(part.lastIndexOf('@') + 1);
      boolean isCutOff = part.indexOf(')') >= 0; // by a parenthesis in a secret
      if (!isCutOff && PLAIN.matcher(host).matches()) {
        hosts.add(host);
      }
    } else {
      Pattern host = DESCRIPTION.matcher(part).find() ? ALONE : ANYWHERE;
      for (MatchResult found : host.matcher(part).results().toList()) {
        if (found.group(1) != null) {
          hosts.add(found.group(1));
        }
      }
    }
  }

  /** None if the parentheses before it were not in pairs. */
  private static String databaseOf(String path) {
    String name = path.startsWith("/") ? path.substring(1).split("\\?", 2)[0] : "";
    return name.matches(".*[()=].*") ? "" : name;
  }
}
