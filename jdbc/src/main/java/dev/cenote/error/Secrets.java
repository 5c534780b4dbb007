package dev.cenote.error;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a pool must not say, and how it says the rest. It takes secrets out of what others have said
 * (drivers, customizers, listeners) before that leaves the pool: by form, as {@link Redactor} has
 * them, and by value, wherever a value that was {@linkplain #learn learned} stands. What the pool
 * says in its own words, names and numbers, is not searched: a user or a database may be called as
 * the password is. Any thread; never blocks.
 */
public final class Secrets {

  /** With the blanks around it; blanks are looked at once, where they begin. */
  private static final Pattern LINE_BREAK =
      Pattern.compile("(?<!\\s)[ \\t\\x0B\\f]*+[\\r\\n]\\s*+");

  private static final int CAUSES_MAX = 8;

  /** What has more companions is not searched to its end, and replaced. */
  private static final int REACHED_MAX = 100;

  /** Shorter ones are parts of other words: they are hidden only where they are a word. */
  private static final int SHORT = 3;

  /** So are those of letters and digits alone that are shorter than this: words, like app. */
  private static final int WORD = 8;

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}]+");

  /** A login that changes every few minutes must not fill the memory: the oldest are forgotten. */
  private static final int VALUES_MAX = 200;

  private static final int WORDS_MAX = 100;

  /** Values of parameters whose names look like secrets, and words of many messages. */
  private static final Set<String> NO_SECRETS = Set.of("true", "false");

  private static final class Known {

    private static final Known NOTHING = new Known(List.of());

    private final List<String> values;

    /** What finds them; compiled when there is something to search, which seldom happens. */
    private volatile @Nullable Pattern pattern;

    Known(List<String> values) {
      this.values = values;
    }

    /** Of these the last ones. */
    static Known of(Collection<String> values, int most) {
      List<String> all = List.copyOf(values);
      return new Known(List.copyOf(all.subList(Math.max(0, all.size() - most), all.size())));
    }

    String hide(String text) {
      return values.isEmpty() ? text : pattern().matcher(text).replaceAll(Redactor.MASK);
    }

    private Pattern pattern() {
      Pattern made = pattern;
      if (made == null) {
        made =
            Pattern.compile(
                values.stream()
                    .sorted(Comparator.comparingInt(String::length).reversed()) // may be parts
                    .map(Known::regex)
                    .collect(Collectors.joining("|")));
        pattern = made;
      }
      return made;
    }

    /** Drivers write line breaks as spaces, or leave them out. */
    private static String regex(String value) {
      String text =
          Arrays.stream(value.split("\\s+"))
              .map(Pattern::quote)
              .collect(Collectors.joining("\\s*"));
      boolean isWord = value.length() < WORD && PLAIN.matcher(value).matches();
      return value.length() >= SHORT && !isWord
          ? text
          : "(?<![\\p{L}\\p{N}_])" + text + "(?![\\p{L}\\p{N}_])";
    }
  }

  /** Held by the one who adds; a lock, because two at once would lose some. */
  private final ReentrantLock learning = new ReentrantLock();

  private volatile Known known = Known.NOTHING;

  /** What is to be learned before the first text is searched; written by the one who adds. */
  private volatile @Nullable Supplier<? extends Collection<String>> unread;

  private final int valuesMax;

  /** Knows no value yet. */
  public Secrets() {
    this(VALUES_MAX);
  }

  private Secrets(int valuesMax) {
    this.valuesMax = valuesMax;
  }

  /**
   * Those of one statement: what stands in quotes in it, or after a word that announces a secret.
   * They are hidden in what is said of this statement, not in all that the pool says: the names of
   * schemas and time zones are among them.
   */
  public static Secrets ofSql(String sql) {
    Secrets secrets = new Secrets(Integer.MAX_VALUE); // it learns once
    secrets.learn(SqlLiterals.in(sql).filter(literal -> literal.length() >= SHORT).toList());
    return secrets;
  }

  /**
   * As {@link #learn}, when there is a text to search: most pools never say anything in which one
   * of these could stand, and to take a URL apart needs time in a new JVM.
   *
   * @param values the same whenever it is asked
   */
  public void learnWhenNeeded(Supplier<? extends Collection<String>> values) {
    learnUnread();
    unread = values;
  }

  private void learnUnread() {
    Supplier<? extends Collection<String>> values = unread;
    if (values != null) {
      add(values.get());
      unread = null; // not before: others must not search without them
    }
  }

  private Known known() {
    learnUnread();
    return known;
  }

  /** From now on these are hidden too, also as a URL encodes them. Earlier ones stay hidden. */
  public void learn(Collection<String> values) {
    learnUnread();
    add(values);
  }

  private void add(Collection<String> values) {
    List<String> more =
        values.stream()
            .map(String::strip)
            .filter(Secrets::isSecret)
            .flatMap(Secrets::parts)
            .flatMap(value -> Stream.of(value, encoded(value), encoded(value).replace("+", "%20")))
            .toList();
    learning.lock();
    try {
      Set<String> all = new LinkedHashSet<>(known.values);
      more.forEach(all::remove); // they are the newest now
      all.addAll(more);
      known = Known.of(all, valuesMax);
    } finally {
      learning.unlock();
    }
  }

  /** A pattern of more words could overflow the stack. */
  private static Stream<String> parts(String value) {
    List<String> words = List.of(value.split("\\s+", -1));
    if (words.size() <= WORDS_MAX) {
      return Stream.of(value);
    }
    return IntStream.iterate(0, from -> from < words.size(), from -> from + WORDS_MAX)
        .mapToObj(from -> words.subList(from, Math.min(words.size(), from + WORDS_MAX)))
        .filter(part -> part.size() > 1) // one word that is left over tells nothing
        .map(part -> String.join(" ", part));
  }

  private static boolean isSecret(String value) {
    boolean isMask = value.chars().allMatch(letter -> letter == '*'); // or empty
    boolean isWord = NO_SECRETS.contains(value.toLowerCase(Locale.ROOT));
    return !isMask && !isWord;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** The text without secrets. */
  public String redact(String text) {
    String safe = hide(Redactor.redact(text));
    boolean overlap = !safe.equals(Redactor.redact(hide(text)));
    return overlap ? Redactor.MASK : safe; // what one of them has cut in two the other misses
  }

  private String hide(String text) {
    return known().hide(text);
  }

  /** The messages of a failure and its causes, joined, without secrets and without stacks. */
  public String describe(Throwable failure) {
    StringBuilder text = new StringBuilder(message(failure));
    Throwable cause = failure.getCause();
    for (int depth = 1; cause != null && depth < CAUSES_MAX; depth++) {
      String message = message(cause);
      if (text.indexOf(message) < 0) {
        text.append(" (").append(message).append(')');
      }
      cause = cause.getCause();
    }
    return text.toString();
  }

  /** As a clause behind what happened; empty if there is nothing to describe. */
  public String because(@Nullable Throwable cause) {
    return cause == null ? "" : ": " + describe(cause);
  }

  /** One line: line breaks of drivers do not belong in a log. */
  private String message(Throwable failure) {
    String text = failure.getMessage();
    return text == null || text.isBlank()
        ? failure.getClass().getSimpleName()
        : redact(LINE_BREAK.matcher(text.strip()).replaceAll(" "));
  }

  /**
   * The failure itself if nothing that can be reached from it holds a secret, else a stand-in with
   * the same stack, the messages redacted; of the same class, or the nearest of JDBC's.
   */
  public Throwable safe(Throwable failure) {
    boolean safe = isTrueOfAll(failure, text -> text.equals(redact(text)));
    return safe ? failure : StandIn.of(failure, describe(failure));
  }

  /** As {@link #safe}, of null too. */
  public @Nullable Throwable safeOrNull(@Nullable Throwable failure) {
    return failure == null ? null : safe(failure);
  }

  /**
   * As {@link #safe}, but where no value is repeated the forms are left to who tells it further.
   */
  public SQLException safeOfValues(SQLException failure) {
    SQLException standIn = standInOfValues(failure);
    return standIn == null ? failure : standIn;
  }

  /** What {@link #safeOfValues} has for any failure that repeats a value; null if it does not. */
  public @Nullable SQLException standInOfValues(Throwable failure) {
    boolean safe = isTrueOfAll(failure, text -> text.equals(hide(text)));
    return safe ? null : StandIn.of(failure, describe(failure));
  }

  /** What a driver throws may carry others at its side, which are printed too. */
  private static boolean isTrueOfAll(Throwable failure, Predicate<String> condition) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> next = new ArrayDeque<>(List.of(failure));
    while (!next.isEmpty()) {
      Throwable each = next.remove();
      if (seen.size() > REACHED_MAX || !condition.test(words(each))) {
        return false;
      }
      companions(each).stream().filter(seen::add).forEach(next::add);
    }
    return true;
  }

  /** All that it says, but for the name of its class. */
  private static String words(Throwable each) {
    String text = each.toString();
    String message = String.valueOf(each.getMessage());
    text = text.contains(message) ? text : text + " " + message;
    return text.replace(each.getClass().getName(), "");
  }

  private static List<Throwable> companions(Throwable each) {
    List<Throwable> companions = new ArrayList<>(List.of(each.getSuppressed()));
    Stream.ofNullable(each.getCause()).forEach(companions::add);
    if (each instanceof SQLException sql) {
      Stream.ofNullable(sql.getNextException()).forEach(companions::add);
    }
    return companions;
  }

  /** Shows none of them. */
  @Override
  public String toString() {
    return known().values.size() + " secrets";
  }
}
