package dev.irsa.cli.internal.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.irsa.doctor.InvalidInputException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * A document in YAML or JSON of at most 1 MiB, which knows where each of its values stands. Aliases
 * and tags are refused: they multiply values, or make them something else.
 */
final class YamlDocument {
  static final int LARGEST = 1024 * 1024;
  private static final int LONGEST_EXCERPT = 300;
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
          .build();

  private final String name;

  /** By path, such as {@code roles[0].name}. */
  private final Map<String, JsonLocation> places = new HashMap<>();

  /** The scalars as they are written: {@code 012} is a number for YAML. */
  private final Map<String, String> texts = new HashMap<>();

  private YamlDocument(String name) {
    this.name = name;
  }

  /**
   * Reads a document. An empty one is an empty object.
   *
   * @param name in messages
   * @throws InvalidInputException if it is malformed; names line, column and path
   */
  static Value read(String name, String text) {
    if (text.length() > LARGEST) {
      throw new InvalidInputException(name, "longer than " + LARGEST + " characters", null);
    }
    YamlDocument document = new YamlDocument(name);
    JsonFactory format = isJson(text) ? JSON : YAML;
    try (JsonParser parser = format.createParser(text)) {
      boolean isEmpty = document.isEmpty(parser);
      JsonNode tree = isEmpty ? null : MAPPER.readTree(format.createParser(text));
      return document.new Value("", tree == null ? MAPPER.createObjectNode() : tree);
    } catch (IOException e) {
      throw new InvalidInputException(name, excerpt(e.getMessage()), e);
    }
  }

  /** JSON is nearly YAML, but may be indented by tabs. */
  private static boolean isJson(String text) {
    try {
      return text.stripLeading().startsWith("{") && MAPPER.readTree(text).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** Notes all values, and returns whether there is none. */
  private boolean isEmpty(JsonParser parser) throws IOException {
    try {
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
        if (token != JsonToken.FIELD_NAME) {
          String path = path(parser.getParsingContext());
          places.putIfAbsent(path, parser.currentTokenLocation());
          if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
            texts.put(path, parser.getText());
          }
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
  }

  private static String path(@Nullable JsonStreamContext context) {
    if (context == null || context.inRoot()) {
      return "";
    }
    String parent = path(context.getParent());
    if (!context.hasPathSegment()) {
      return parent;
    }
    return context.inArray()
        ? parent + "[" + context.getCurrentIndex() + "]"
        : joined(parent, context.getCurrentName());
  }

  private static String joined(String parent, String name) {
    boolean separated = parent.isEmpty() || name.isEmpty() || name.startsWith("[");
    return parent + (separated ? "" : ".") + name;
  }

  private InvalidInputException unreadable(
      JsonParser parser, String problem, @Nullable Exception cause) {
    JsonLocation at =
        cause instanceof JsonProcessingException failure && failure.getLocation() != null
            ? failure.getLocation()
            : parser.currentTokenLocation();
    return invalid(at, path(parser.getParsingContext()), "not readable: " + problem, cause);
  }

  private InvalidInputException invalid(
      @Nullable JsonLocation at, String path, String problem, @Nullable Throwable cause) {
    int line = at == null ? 1 : Math.max(1, at.getLineNr());
    int column = at == null ? 1 : Math.max(1, at.getColumnNr());
    String place = name + ":" + line + ":" + column + (path.isEmpty() ? "" : " " + path);
    return new InvalidInputException(excerpt(place), excerpt(problem), cause);
  }

  /** Returns the text without control characters, shortened so that it fits into one line. */
  static String excerpt(@Nullable String text) {
    String line = String.valueOf(text).replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ");
    return line.length() <= LONGEST_EXCERPT ? line : line.substring(0, LONGEST_EXCERPT) + "...";
  }

  /** A value of the document, or one that is absent. Each error names where it stands. */
  final class Value {
    private final String path;
    private final JsonNode node;

    private Value(String path, JsonNode node) {
      this.path = path;
      this.node = node;
    }

    /** Returns whether there is a value; a member without one is an empty text for YAML. */
    boolean isGiven() {
      boolean isEmpty = node.isTextual() && node.textValue().isEmpty();
      return !node.isMissingNode() && !node.isNull() && !isEmpty;
    }

    /** Returns the document of JSON that it is, as an object or in a string. */
    String json() {
      return node.isTextual() ? node.textValue() : node.toString();
    }

    ObjectNode object() {
      require(node.isObject(), "expected an object");
      return (ObjectNode) node;
    }

    Value member(String member) {
      return new Value(joined(path, member), node.path(member));
    }

    /** Returns the members of an object, in their order; none if it is absent. */
    Map<String, Value> members() {
      require(!isGiven() || node.isObject(), "expected an object");
      Map<String, Value> members = new LinkedHashMap<>();
      node.fieldNames().forEachRemaining(each -> members.put(each, member(each)));
      return members;
    }

    /** Requires an object without other members than these. */
    Value withOnly(String... known) {
      object();
      members()
          .forEach(
              (member, value) ->
                  value.require(
                      Arrays.asList(known).contains(member),
                      "unknown member; known ones are "
                          + String.join(", ", Arrays.stream(known).sorted().toList())));
      return this;
    }

    /** Returns the items of a list; none if it is absent. */
    List<Value> items() {
      require(!isGiven() || node.isArray(), "expected a list");
      return IntStream.range(0, node.size())
          .mapToObj(i -> new Value(path + "[" + i + "]", node.path(i)))
          .toList();
    }

    /** Returns the text as it is written; null if the value is absent. */
    @Nullable String text() {
      require(!node.isContainerNode(), "expected a string");
      return texts.get(path);
    }

    /** Returns the text, which must be given and match. */
    String text(Pattern pattern, String expected) {
      String text = text();
      if (text == null || !pattern.matcher(text).matches()) {
        throw unexpected(expected);
      }
      return text;
    }

    /** Returns a number of seconds within bounds; null if it is absent. */
    @Nullable Integer seconds(int least, int most) {
      if (!isGiven()) {
        return null;
      }
      require(node.isInt(), "expected an integer");
      if (node.intValue() < least || node.intValue() > most) {
        throw unexpected("%d to %d seconds".formatted(least, most));
      }
      return node.intValue();
    }

    boolean isTrue() {
      require(!isGiven() || node.isBoolean(), "expected true or false");
      return node.booleanValue();
    }

    void require(boolean holds, String problem) {
      if (!holds) {
        throw invalid(problem, null);
      }
    }

    InvalidInputException unexpected(String expected) {
      return invalid(
          "expected %s, found %s".formatted(expected, isGiven() ? text() : "nothing"), null);
    }

    /** Returns the error that explains what is wrong with it, at the innermost place around it. */
    InvalidInputException invalid(String problem, @Nullable Throwable cause) {
      String known = path;
      while (!known.isEmpty() && !places.containsKey(known)) {
        known =
            known.substring(
                0, Math.max(0, Math.max(known.lastIndexOf('.'), known.lastIndexOf('['))));
      }
      return YamlDocument.this.invalid(places.get(known), path, problem, cause);
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
  }
}
