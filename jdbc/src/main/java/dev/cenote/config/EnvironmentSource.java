package dev.cenote.config;

import dev.cenote.error.ErrorCode;
import dev.cenote.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads settings from environment variables, with what people expect of them in a container: an
 * empty one is not set, and {@code PASSWORD_FILE} names a file that holds the password.
 */
final class EnvironmentSource {

  private static final String FILE = "_FILE";

  /**
   * What Kubernetes sets in every container for a service, here without the service's name. Source:
   * its documentation, "Service", "Environment variables".
   */
  private static final String OF_A_SERVICE =
      "(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)";

  /** Of the service whose name the prefix is, or of one whose name begins with it. */
  private static final Pattern OF_KUBERNETES =
      Pattern.compile("(?:(?<more>\\w+?)_)??" + OF_A_SERVICE);

  private final SettingValues into;
  private final String prefix;
  private final SettingNames names;
  private final TextSource text;

  EnvironmentSource(SettingValues into, String prefix) {
    if (!prefix.endsWith("_")) {
      throw new IllegalArgumentException(
          "the prefix of environment variables must end with _, as CENOTE_ does: '" + prefix + "'");
    }
    this.into = into;
    this.prefix = prefix;
    this.names = SettingNames.environment(prefix);
    this.text = new TextSource(into, names);
  }

  /** Sets everything that the variables with the prefix say. Reads the files that they name. */
  void putAll(Map<String, String> environment) {
    Map<String, String> inOrder = new TreeMap<>(environment);
    inOrder.forEach((name, value) -> {
      boolean ours = name.startsWith(prefix) && !value.isEmpty();
      if (ours && !isOfKubernetes(name, inOrder)) {
        put(name, value, inOrder);
      }
    });
  }

  /** Of a service whose name only begins with the prefix, if its host is there too. */
  private boolean isOfKubernetes(String name, Map<String, String> environment) {
    Matcher found = OF_KUBERNETES.matcher(name.substring(prefix.length()));
    if (!found.matches()) {
      return false;
    }
    String more = found.group("more");
    return more == null || environment.containsKey(prefix + more + "_SERVICE_HOST");
  }

  private void put(String name, String value, Map<String, String> environment) {
    String plain = name.endsWith(FILE) ? name.substring(0, name.length() - FILE.length()) : name;
    Setting<?> inFile = plain.equals(name) ? null : names.find(plain).orElse(null);
    if (inFile == null) {
      text.put(name, value);
    } else if (!environment.getOrDefault(plain, "").isEmpty()) {
      report(inFile, name + ", " + plain, "both are set: remove one of them");
    } else {
      putFile(inFile, name, value);
    }
  }

  // Not for others: what cannot be right is shown, and a file may hold a secret by mistake.
  private void putFile(Setting<?> setting, String name, String file) {
    if (setting != Settings.PASSWORD && setting != Settings.USERNAME) {
      report(setting, name, "only username and password are read from files");
      return;
    }
    try {
      String content = Files.readString(Path.of(file));
      text.put(names.of(setting), content.replaceAll("[\\r\\n]+$", ""));
    } catch (IOException | InvalidPathException unreadable) {
      String why = unreadable.getClass().getSimpleName();
      report(setting, name, "the file" + shown(setting, file) + " cannot be read: " + why);
    }
  }

  /** What is in no folder may be the password itself, put where its file belongs. */
  private static String shown(Setting<?> setting, String file) {
    boolean isPath = setting != Settings.PASSWORD || isInAFolder(file);
    return isPath ? " '" + file + "'" : "";
  }

  private static boolean isInAFolder(String file) {
    try {
      Path folder = Path.of(file).getParent();
      return folder != null && folder.getNameCount() > 0 && Files.isDirectory(folder);
    } catch (InvalidPathException none) {
      return false;
    }
  }

  private void report(Setting<?> setting, String variable, String what) {
    into.putProblem(setting.name(), new Problem(ErrorCode.WRONG_SETTINGS, variable, what));
  }
}
