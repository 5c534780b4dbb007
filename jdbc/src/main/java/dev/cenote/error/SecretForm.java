package dev.cenote.error;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One form in which a secret is written. Most texts lack what a form needs, so its regex is
 * compiled for the first one that has it: thirty of them would delay a new JVM's first connection.
 */
final class SecretForm {

  private final String needed;
  private final String regex;
  private final String before;
  private final String after;
  private volatile @Nullable Pattern pattern;

  /**
   * A form.
   *
   * @param needed what stands in each text that has this form
   * @param regex its first group stays as it is
   * @param before what stands between that and the secret
   * @param after what stands behind the secret
   */
  SecretForm(String needed, String regex, String before, String after) {
    this.needed = needed;
    this.regex = regex;
    this.before = before;
    this.after = after;
  }

  /** A form without anything around the secret. */
  SecretForm(String needed, String regex) {
    this(needed, regex, "", "");
  }

  /** The text without what has one of these forms; later ones know what earlier ones have put. */
  static String redact(List<SecretForm> forms, String text) {
    String safe = text;
    for (SecretForm form : forms) {
      safe = form.mask(safe);
    }
    return safe;
  }

  /** What {@link #redact} takes out, but for values whose names only begin like one. */
  static Set<String> secretsIn(List<SecretForm> forms, String text) {
    Set<String> found = new LinkedHashSet<>();
    String rest = text;
    for (SecretForm form : forms) {
      form.foundIn(rest)
          .filter(form::isSecret)
          .map(form::secret)
          .filter(secret -> !secret.contains(Redactor.MASK))
          .forEach(found::add);
      rest = form.mask(rest);
    }
    return found;
  }

  /** The text without what has this form. */
  String mask(String text) {
    return text.contains(needed)
        ? mask(pattern(), text, "$1" + before + Redactor.MASK + after)
        : text;
  }

  static String mask(Pattern pattern, String text, String replacement) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.replaceAll(replacement) : text;
  }

  /** What has this form. */
  Stream<MatchResult> foundIn(String text) {
    return text.contains(needed) ? pattern().matcher(text).results() : Stream.empty();
  }

  private Pattern pattern() {
    Pattern made = pattern;
    if (made == null) { // two at once make the same
      made = Pattern.compile(regex);
      pattern = made;
    }
    return made;
  }

  /** {@code passwordCharacterEncoding=} is hidden by its form, and its value is no secret. */
  private boolean isSecret(MatchResult found) {
    String name = found.group(1).replaceAll("^[(,;:?&\\s]+", "").strip();
    return !name.endsWith("=")
        || SecretNames.isSecretValue(name.substring(0, name.length() - 1).strip(), secret(found));
  }

  private String secret(MatchResult found) {
    String whole = found.group();
    int begin = found.group(1).length() + before.length();
    return whole.substring(begin, whole.length() - after.length());
  }
}
