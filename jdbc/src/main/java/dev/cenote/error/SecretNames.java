package dev.cenote.error;

import java.util.regex.Pattern;

/** Tells by the name of a parameter whether its value is a secret. Any thread; never blocks. */
public final class SecretNames {

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?:passw(?:or)?d|passphrase|passcode|pwd|secret|token|credentials?|key|logdata"
              + "|crypt[_.-]?config|jwt|(?<![a-z])pass)\\d*$",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NAME_OF_A_KEY =
      Pattern.compile("key\\d*$", Pattern.CASE_INSENSITIVE);

  private static final Pattern NAME_OF_A_KEY_FILE =
      Pattern.compile(Redactor.KEY_FILE + "$", Pattern.CASE_INSENSITIVE);

  private static final Pattern SECRET_KEY =
      Pattern.compile("[\\w.%-]*" + Redactor.KEY, Pattern.CASE_INSENSITIVE);

  private SecretNames() {}

  /** Whether the value of that parameter is a secret wherever it stands. */
  public static boolean isNameOfASecret(String key) {
    return SECRET_NAME.matcher(key).find();
  }

  /** As {@link #isNameOfASecret}, but for the file that a key is in. */
  public static boolean isSecretValue(String key, String value) {
    boolean isFile =
        key.equalsIgnoreCase("sslkey") // of PostgreSQL and its relatives, whatever it is called
            || (NAME_OF_A_KEY.matcher(key).find() && NAME_OF_A_KEY_FILE.matcher(value).find());
    return isNameOfASecret(key) && !isFile;
  }

  /** Whether a parameter of this name may hold a secret. */
  public static boolean isSecret(String key) {
    return SECRET_KEY.matcher(key).matches() || isNameOfASecret(key);
  }
}
