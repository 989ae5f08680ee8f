package dev.irsa.cli;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of an option by the names that {@code toString} returns, in any case. */
record EnumNames<T extends Enum<T>>(List<T> values) implements ITypeConverter<T> {

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
}
