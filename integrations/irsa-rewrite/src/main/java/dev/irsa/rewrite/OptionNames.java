package dev.irsa.rewrite;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of the options of a provider's builder. */
record OptionNames(Map<String, String> names) {

  /** The name of an option whose argument is a request with options of its own. */
  static final String REQUEST = "*";

  /** The name of an option that the replacement does not need. */
  static final String NEEDLESS = "";

  static OptionNames of(List<String> options) {
    return new OptionNames(
        options.stream()
            .map(option -> option.split("=", -1))
            .collect(toUnmodifiableMap(option -> option[0], option -> option[option.length - 1])));
  }

  @Nullable String get(String option) {
    return names.get(option);
  }
}
