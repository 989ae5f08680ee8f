package dev.irsa.cli;

import dev.irsa.cli.internal.lab.ComparedSdk;
import dev.irsa.cli.internal.lab.Scenario;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options by the names that {@code toString} returns, in any case. */
abstract class EnumNames<T extends Enum<T>> implements ITypeConverter<T> {
  private final List<T> values;

  private EnumNames(T[] values) {
    this.values = Arrays.asList(values);
  }

  @Override
  public T convert(String name) {
    return values.stream()
        .filter(value -> value.toString().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of %s, but was '%s'".formatted(values, name)));
  }

  static final class OfScenarios extends EnumNames<Scenario> {
    OfScenarios() {
      super(Scenario.values());
    }
  }

  static final class OfComparedSdks extends EnumNames<ComparedSdk> {
    OfComparedSdks() {
      super(ComparedSdk.values());
    }
  }
}
