package dev.irsa.cli.internal.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.irsa.doctor.InvalidInputException;
import java.io.IOException;
import java.io.Serial;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * A document in YAML or JSON of at most 1 MiB, which knows where each of its values stands. Aliases
 * and tags are refused: they multiply values, or make them something else.
 */
final class YamlDocument {
  static final int LARGEST = 1024 * 1024;

  private static final int LONGEST_EXCERPT = 300;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
          .build();
  private static final ObjectReader READER =
      YAMLMapper.builder()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(DeserializationFeature.FAIL_ON_IGNORED_PROPERTIES)
          // A member without a value.
          .withCoercionConfigDefaults(
              config -> config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.AsNull))
          .build()
          .reader();

  private final String name;
  private final String text;
  private final JsonFactory format;

  /**
   * Creates a document.
   *
   * @param name in messages
   */
  YamlDocument(String name, String text) {
    this.name = name;
    this.text = text;
    if (text.length() > LARGEST) {
      throw new InvalidInputException(name, "longer than " + LARGEST + " characters", null);
    }
    this.format = isJson(text) ? JSON : YAML;
  }

  /** JSON is nearly YAML, but may be indented by tabs. */
  private static boolean isJson(String text) {
    try {
      JsonMapper mapper = new JsonMapper();
      return text.stripLeading().startsWith("{") && mapper.readTree(text).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** Says what is wrong with a member of the value that is being made. */
  static final class InvalidMemberException extends IllegalArgumentException {
    @Serial private static final long serialVersionUID = 1L;

    private final String path;

    InvalidMemberException(String path, String problem) {
      super(problem);
      this.path = path;
    }
  }

  /** Returns the text without control characters, shortened so that it fits into one line. */
  static String excerpt(@Nullable String text) {
    String line = String.valueOf(text).replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ");
    return line.length() <= LONGEST_EXCERPT ? line : line.substring(0, LONGEST_EXCERPT) + "...";
  }

  /**
   * Reads the document, whose text is checked as a whole first. An empty one is an empty object.
   *
   * @throws InvalidInputException if it is malformed; names line, column and path
   */
  <T> T read(Class<T> type) {
    try (JsonParser parser = format.createParser(text)) {
      try {
        boolean isEmpty = checkTokens(parser);
        ObjectReader reader = READER.forType(type);
        T value = isEmpty ? null : reader.readValue(format.createParser(text));
        return value == null ? reader.readValue("{}") : value;
      } catch (JsonMappingException e) {
        throw invalid(e);
      } catch (JsonProcessingException e) {
        throw unreadable(parser, problemOf(e), e);
      } catch (RuntimeException e) {
        // Not only its own exceptions: "\\x at the end of a text is a NumberFormatException.
        throw e instanceof InvalidInputException known
            ? known
            : unreadable(parser, "parsing failed here: " + e.getMessage(), e);
      }
    } catch (IOException e) {
      throw new InvalidInputException(name, excerpt(e.getMessage()), e);
    }
  }

  /** Returns whether there is no value. */
  private boolean checkTokens(JsonParser parser) throws IOException {
    int values = 0;
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      boolean isAlias = parser instanceof YAMLParser yaml && yaml.isCurrentAlias();
      if (isAlias || parser.getTypeId() != null) {
        throw unreadable(parser, "aliases and tags are not supported; repeat the value", null);
      }
      boolean isWhole = parser.getParsingContext().inRoot() && !token.isStructStart();
      values += isWhole && token != JsonToken.VALUE_NULL ? 1 : 0;
      if (values > 1) {
        throw unreadable(parser, "expected one document, found another one", null);
      }
    }
    return values == 0;
  }

  private static String problemOf(JsonProcessingException failure) {
    return failure.getCause() instanceof MarkedYAMLException marked
        ? marked.getProblem()
        : failure.getOriginalMessage();
  }

  private InvalidInputException unreadable(
      JsonParser parser, String problem, @Nullable Exception cause) {
    JsonLocation at =
        cause instanceof JsonProcessingException failure && failure.getLocation() != null
            ? failure.getLocation()
            : parser.currentTokenLocation();
    return at(at, path(parser.getParsingContext()), "not readable: " + problem, cause);
  }

  private InvalidInputException invalid(JsonMappingException failure) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : failure.getPath()) {
      append(path, step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName());
    }
    if (failure.getCause() instanceof InvalidMemberException member) {
      append(path, member.path);
      return invalid(path.toString(), String.valueOf(member.getMessage()), member);
    }
    return invalid(path.toString(), problemOf(failure), failure);
  }

  private static void append(StringBuilder path, String step) {
    boolean separated = path.isEmpty() || step.isEmpty() || step.startsWith("[");
    path.append(separated ? "" : ".").append(step);
  }

  private static String problemOf(JsonMappingException failure) {
    if (failure instanceof PropertyBindingException unknown) {
      return "unknown member; known ones are "
          + String.join(
              ", ", unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList());
    }
    if (failure instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return "expected " + kind(mismatch.getTargetType());
    }
    return failure.getOriginalMessage();
  }

  private static String kind(Class<?> type) {
    if (type == String.class) {
      return "a string";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (Number.class.isAssignableFrom(type)) {
      return "an integer";
    }
    return Collection.class.isAssignableFrom(type) && !Map.class.isAssignableFrom(type)
        ? "a list"
        : "an object";
  }

  /**
   * Returns the error that explains what is wrong at a path such as {@code roles[0].trustPolicy}.
   */
  InvalidInputException invalid(String path, String problem, @Nullable Throwable cause) {
    return at(location(path), path, problem, cause);
  }

  InvalidInputException invalid(String path, String problem) {
    return invalid(path, problem, null);
  }

  /**
   * Returns the error for a value that a type of the lab refused. Its messages begin with the name
   * of what is wrong, which is usually that of a member.
   */
  InvalidInputException invalid(String path, IllegalArgumentException refused) {
    String[] message = String.valueOf(refused.getMessage()).split(": ", 2);
    StringBuilder named = new StringBuilder(path);
    if (message.length > 1 && message[0].matches("\\w+")) {
      append(named, message[0]);
    }
    return invalid(named.toString(), message[message.length - 1], refused);
  }

  private InvalidInputException at(
      @Nullable JsonLocation at, String path, String problem, @Nullable Throwable cause) {
    int line = at == null ? 1 : Math.max(1, at.getLineNr());
    int column = at == null ? 1 : Math.max(1, at.getColumnNr());
    String place = name + ":" + line + ":" + column + (path.isEmpty() ? "" : " " + path);
    return new InvalidInputException(excerpt(place), excerpt(problem), cause);
  }

  /** Returns where the value with this path stands, or the innermost one around it. */
  private @Nullable JsonLocation location(String path) {
    JsonLocation innermost = null;
    int length = -1;
    try (JsonParser parser = format.createParser(text)) {
      while (parser.nextToken() != null) {
        String current = path(parser.getParsingContext());
        if (current.length() > length
            && parser.currentToken() != JsonToken.FIELD_NAME
            && (path + ".")
                .replace('[', '.')
                .startsWith(current.isEmpty() ? "" : current.replace('[', '.') + ".")) {
          innermost = parser.currentTokenLocation();
          length = current.length();
        }
      }
    } catch (IOException e) {
      return innermost;
    }
    return innermost;
  }

  private static String path(@Nullable JsonStreamContext context) {
    if (context == null || context.inRoot()) {
      return "";
    }
    StringBuilder path = new StringBuilder(path(context.getParent()));
    if (context.hasPathSegment()) {
      append(
          path,
          context.inArray() ? "[" + context.getCurrentIndex() + "]" : context.getCurrentName());
    }
    return path.toString();
  }
}
