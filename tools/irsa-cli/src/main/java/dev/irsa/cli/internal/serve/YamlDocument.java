package dev.irsa.cli.internal.serve;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.irsa.doctor.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * A document in YAML or JSON, of at most 1 MiB and 64 levels. Aliases and tags are refused: they
 * multiply values, or make them something else. Each error names line, column and path; they are
 * looked up when there is one.
 */
final class YamlDocument {
  static final int LARGEST = 1024 * 1024;
  private static final int DEEPEST = 64;
  private static final int LONGEST_EXCERPT = 300;
  private static final JsonMapper MAPPER = mapper();
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
          .build();

  private static JsonMapper mapper() {
    JsonMapper.Builder builder =
        JsonMapper.builder()
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .withCoercionConfigDefaults(
                texts -> texts.setCoercion(CoercionInputShape.String, CoercionAction.Fail));
    // A member without a value is an empty text for YAML.
    Stream.of(LogicalType.Collection, LogicalType.Map, LogicalType.Integer, LogicalType.Boolean)
        .forEach(
            type ->
                builder.withCoercionConfig(
                    type,
                    texts ->
                        texts
                            .setCoercion(CoercionInputShape.EmptyString, CoercionAction.AsNull)
                            .setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)));
    return builder.build();
  }

  private final String name;
  private final JsonFactory format;
  private final String text;

  private YamlDocument(String name, JsonFactory format, String text) {
    this.name = name;
    this.format = format;
    this.text = text;
  }

  /**
   * Reads a document. An empty one is an empty object.
   *
   * @param name in messages
   * @throws InvalidInputException if it is malformed
   */
  static YamlDocument read(String name, String text) {
    if (text.length() > LARGEST) {
      throw tooLong(name, LARGEST + " characters");
    }
    YamlDocument document = new YamlDocument(name, isJson(text) ? JSON : YAML, text);
    return document.isEmpty() ? new YamlDocument(name, JSON, "{}") : document;
  }

  static InvalidInputException tooLong(String name, String most) {
    return new InvalidInputException(name + ":1:1", "longer than " + most, null);
  }

  /** JSON is nearly YAML, but may be indented by tabs. */
  private static boolean isJson(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return false;
    }
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      parser.skipChildren();
      return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  /** Checks all values, and returns whether there is none. */
  private boolean isEmpty() {
    try (JsonParser parser = format.createParser(text)) {
      try {
        int values = 0;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
          requireSupported(parser);
          boolean isWhole = parser.getParsingContext().inRoot() && !token.isStructStart();
          values += isWhole && token != JsonToken.VALUE_NULL ? 1 : 0;
          if (values > 1) {
            throw unreadable(parser, "expected one document, found another one", null);
          }
        }
        return values == 0;
      } catch (JsonProcessingException e) {
        String problem =
            e.getCause() instanceof MarkedYAMLException marked
                ? marked.getProblem()
                : e.getOriginalMessage();
        throw unreadable(parser, problem, e);
      } catch (RuntimeException e) {
        // Not only its own exceptions: "\\x at the end of a text is a NumberFormatException.
        throw e instanceof InvalidInputException known
            ? known
            : unreadable(parser, "parsing failed here: " + e.getMessage(), e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // from a text
    }
  }

  private void requireSupported(JsonParser parser) throws IOException {
    boolean isAlias = parser instanceof YAMLParser yaml && yaml.isCurrentAlias();
    if (isAlias || parser.getTypeId() != null) {
      throw unreadable(parser, "aliases and tags are not supported; repeat the value", null);
    }
    if (parser.getParsingContext().getNestingDepth() > DEEPEST) {
      throw unreadable(parser, "nested in more than " + DEEPEST + " levels", null);
    }
  }

  private InvalidInputException unreadable(
      JsonParser parser, String problem, @Nullable Exception cause) {
    JsonLocation at =
        cause instanceof JsonProcessingException failure && failure.getLocation() != null
            ? failure.getLocation()
            : parser.currentTokenLocation();
    List<String> path = new ArrayList<>();
    for (JsonStreamContext each = parser.getParsingContext();
        each != null && !each.inRoot();
        each = each.getParent()) {
      if (each.hasPathSegment()) {
        path.add(0, each.inArray() ? index(each.getCurrentIndex()) : each.getCurrentName());
      }
    }
    return invalid(at, path, "not readable: " + problem, cause);
  }

  private static String index(int index) {
    return "[" + index + "]";
  }

  /** Returns the document as a value of this type. */
  <T> T as(Class<T> type) {
    try (JsonParser parser = format.createParser(text)) {
      return MAPPER.readValue(parser, type);
    } catch (JsonMappingException e) {
      List<String> path =
          e.getPath().stream()
              .map(
                  each ->
                      each.getFieldName() == null ? index(each.getIndex()) : each.getFieldName())
              .toList();
      throw new Place(path).invalid(problem(e), e);
    } catch (IOException e) {
      throw root().invalid("not readable: " + e.getMessage(), e);
    }
  }

  /** Says in words of YAML what does not fit, instead of naming classes and their members. */
  private static String problem(JsonMappingException failure) {
    if (failure instanceof UnrecognizedPropertyException unknown) {
      return unknown.getKnownPropertyIds().stream()
          .map(String::valueOf)
          .sorted()
          .collect(Collectors.joining(", ", "unknown member; known ones are ", ""));
    }
    Class<?> expected =
        failure instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
    if (expected == Integer.class || failure.getCause() instanceof InputCoercionException) {
      return "expected an integer";
    }
    if (expected == null) {
      return "not readable: " + failure.getOriginalMessage();
    }
    if (expected == Boolean.class) {
      return "expected true or false";
    }
    if (expected == String.class) {
      return "expected a string";
    }
    return Collection.class.isAssignableFrom(expected) ? "expected a list" : "expected an object";
  }

  /** Returns the place of the whole document. */
  Place root() {
    return new Place(List.of());
  }

  private InvalidInputException invalid(
      @Nullable JsonLocation at, List<String> path, String problem, @Nullable Throwable cause) {
    int line = at == null ? 1 : Math.max(1, at.getLineNr());
    int column = at == null ? 1 : Math.max(1, at.getColumnNr());
    StringBuilder place = new StringBuilder();
    for (String each : path) {
      boolean separated = !place.isEmpty() && !each.startsWith("[") && !each.isEmpty();
      place.append(separated ? "." : "").append(each);
    }
    place.insert(0, name + ":" + line + ":" + column + (place.isEmpty() ? "" : " "));
    return new InvalidInputException(excerpt(place.toString()), excerpt(problem), cause);
  }

  /** Returns the text without control characters, shortened so that it fits into one line. */
  static String excerpt(@Nullable String text) {
    String line = String.valueOf(text).replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ");
    return line.length() <= LONGEST_EXCERPT ? line : line.substring(0, LONGEST_EXCERPT) + "...";
  }

  /** A place in the document, where a value may be missing. Errors name it. */
  final class Place {
    /** Names of members, and indices of items in brackets. */
    private final List<String> path;

    private Place(List<String> path) {
      this.path = path;
    }

    Place member(String member) {
      return within(Stream.of(member));
    }

    Place item(int index) {
      return within(Stream.of(index(index)));
    }

    /** Returns a place in it, by a path such as {@code Statement[0].Effect}. */
    Place inner(String relative) {
      return within(Stream.of(relative.split("\\.|(?=\\[)", -1)));
    }

    private Place within(Stream<String> more) {
      return new Place(Stream.concat(path.stream(), more).toList());
    }

    void require(boolean holds, String problem) {
      if (!holds) {
        throw invalid(problem, null);
      }
    }

    InvalidInputException unexpected(String expected, @Nullable String found) {
      return invalid(
          "expected %s, found %s".formatted(expected, found == null ? "nothing" : found), null);
    }

    /** Returns the error that explains what is wrong there. */
    InvalidInputException invalid(String problem, @Nullable Throwable cause) {
      return YamlDocument.this.invalid(location(), path, problem, cause);
    }

    /**
     * Returns the error for a value that a type of the lab refused. Its messages begin with the
     * name of what is wrong, which is usually that of a member.
     */
    InvalidInputException invalid(IllegalArgumentException refused) {
      String[] message = String.valueOf(refused.getMessage()).split(": ", 2);
      boolean named = message.length > 1 && message[0].matches("\\w+");
      return (named ? member(message[0]) : this).invalid(message[message.length - 1], refused);
    }

    /** Returns where it stands in the text, or what is around it if it is missing. */
    private JsonLocation location() {
      try (JsonParser parser = format.createParser(text)) {
        parser.nextToken();
        JsonLocation location = parser.currentTokenLocation();
        for (String each : path) {
          if (!enter(parser, each)) {
            break;
          }
          location = parser.currentTokenLocation();
        }
        return location;
      } catch (IOException e) {
        throw new UncheckedIOException(e); // from a text that has been read
      }
    }

    /** Goes from the start of an object or list on to one of its values; false if it is missing. */
    private static boolean enter(JsonParser parser, String target) throws IOException {
      if (!parser.currentToken().isStructStart()) {
        return false;
      }
      boolean isList = parser.currentToken() == JsonToken.START_ARRAY;
      for (int i = 0; !parser.nextToken().isStructEnd(); i++) {
        String name = isList ? index(i) : parser.currentName();
        if (!isList) {
          parser.nextToken();
        }
        if (name.equals(target)) {
          return true;
        }
        parser.skipChildren();
      }
      return false;
    }
  }
}
