package dev.irsa.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that docs/settings.md lists every setting, and no others. */
class SettingsPageTest {

  private static final Set<String> NOT_SETTINGS = Set.of("build", "given");

  private final String page = page();

  static List<Setting<?>> settings() {
    return Setting.values();
  }

  private static String page() {
    try {
      return Files.readString(Path.of("..", "docs", "settings.md"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyVariableAndPropertyIsOnThePage(Setting<?> setting) {
    List<String> names = new ArrayList<>(setting.variables());
    names.addAll(setting.properties());
    names.addAll(Stream.ofNullable(setting.springProperty()).toList());

    names.forEach(name -> assertTrue(page.contains("`" + name + "`"), name));
  }

  @Test
  void everyMethodOfTheBuilderIsOnThePage() {
    Set<String> missing = new TreeSet<>();
    for (Method method : IrsaCredentials.Builder.class.getDeclaredMethods()) {
      boolean isSetting =
          Modifier.isPublic(method.getModifiers()) && !NOT_SETTINGS.contains(method.getName());
      if (isSetting && !page.contains("`" + method.getName() + "`")) {
        missing.add(method.getName());
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void everyVariableOfThePageIsReadByTheCode() {
    Set<String> known = new TreeSet<>();
    Setting.values().forEach(setting -> known.addAll(setting.variables()));
    Set<String> onPage = new TreeSet<>();
    Matcher names = Pattern.compile("`((?:AWS|IRSA|HTTPS|NO|https|no)_[A-Za-z_]+)`").matcher(page);
    while (names.find()) {
      onPage.add(names.group(1));
    }
    assertEquals(known, onPage);
  }
}
