package dev.cenote.error;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One form in which a secret is written.
 *
 * @param pattern its first group stays as it is
 * @param before what stands between that and the secret
 * @param after what stands behind the secret
 */
record SecretForm(Pattern pattern, String before, String after) {

  /** A form without anything around the secret. */
  SecretForm(Pattern pattern) {
    this(pattern, "", "");
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
      form.secretsIn(rest).filter(secret -> !secret.contains(Redactor.MASK)).forEach(found::add);
      rest = form.mask(rest);
    }
    return found;
  }

  private String mask(String text) {
    return mask(pattern, text, "$1" + before + Redactor.MASK + after);
  }

  static String mask(Pattern pattern, String text, String replacement) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.replaceAll(replacement) : text;
  }

  private Stream<String> secretsIn(String text) {
    return pattern.matcher(text).results().filter(this::isSecret).map(this::secret);
  }

  /** {@code passwordCharacterEncoding=} is hidden by its form, and its value is no secret. */
  private boolean isSecret(MatchResult found) {
    String name = found.group(1).replaceAll("^[(,;:?&\\s]+", "").strip();
    return !name.endsWith("=")
        || Redactor.isSecretValue(name.substring(0, name.length() - 1).strip(), secret(found));
  }

  private String secret(MatchResult found) {
    String whole = found.group();
    int begin = found.group(1).length() + before.length();
    return whole.substring(begin, whole.length() - after.length());
  }
}
