package dev.irsa.cli.internal.serve;

import dev.irsa.doctor.InvalidInputException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/**
 * Reads one YAML 1.2 document, and so JSON as well, into nodes that know their places. Scalars are
 * those of JSON; {@code yes} and {@code 012} are strings. Aliases and tags are refused: they
 * multiply values, or make them something else.
 *
 * <p>Texts of more than 1 MiB and documents of more than 50 levels are refused.
 */
final class YamlDocument {
  static final int LARGEST = 1024 * 1024;

  private static final int DEEPEST = 50;
  private static final JsonSchema SCHEMA = new JsonSchema();

  private final StreamReader reader;
  private final Iterator<Event> events;

  /** The place of the value that is being read. */
  private Node place;

  private int depth;

  private YamlDocument(String name, StreamReader reader, Iterator<Event> events) {
    this.reader = reader;
    this.events = events;
    this.place = Node.after(name, "");
  }

  /**
   * Reads a document.
   *
   * @param name the document's name in messages
   * @throws InvalidInputException if it is malformed; names line, column and path
   */
  static Node read(String name, String text) {
    if (text.length() > LARGEST) {
      throw new InvalidInputException(name, "longer than " + LARGEST + " characters", null);
    }
    requirePrintable(name, text);
    LoadSettings settings =
        LoadSettings.builder().setSchema(SCHEMA).setCodePointLimit(LARGEST).build();
    StreamReader reader = new StreamReader(settings, text);
    return new YamlDocument(name, reader, new ParserImpl(settings, reader)).read();
  }

  /** Requires that YAML allows all characters; its parser does not tell where one is. */
  private static void requirePrintable(String name, String text) {
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      if (!StreamReader.isPrintable(text.codePointAt(i))) {
        throw Node.after(name, text.substring(0, i))
            .invalid("not YAML: U+%04X is not allowed".formatted(text.codePointAt(i)), null);
      }
    }
  }

  private Node read() {
    try {
      return document();
    } catch (InvalidInputException e) {
      throw e;
    } catch (MarkedYamlEngineException e) {
      throw at(place, e.getProblemMark()).invalid("not YAML: " + e.getProblem(), e);
    } catch (RuntimeException e) {
      // Not only its own exceptions: "\\x at the end of a text is a NumberFormatException.
      throw at(place, reader.getMark())
          .invalid("not YAML: parsing failed here: " + e.getMessage(), e);
    }
  }

  private Node document() {
    next(); // the stream
    Event start = next();
    if (start.getEventId() == Event.ID.StreamEnd) {
      return place.with(Map.of());
    }
    Event first = next();
    Node root = node(place, first);
    next(); // the end of the document
    Event end = next();
    if (end.getEventId() != Event.ID.StreamEnd) {
      throw at(place, end.getStartMark()).invalid("expected one document, found another one");
    }
    return root;
  }

  private Event next() {
    return events.next();
  }

  private static Node at(Node place, Optional<Mark> mark) {
    return mark.map(found -> place.at(found.getLine() + 1, found.getColumn() + 1)).orElse(place);
  }

  private Node node(Node given, Event event) {
    Node start = at(given, event.getStartMark());
    place = start;
    return start.with(value(event));
  }

  private @Nullable Object value(Event event) {
    if (event.getEventId() == Event.ID.Alias) {
      throw place.invalid("aliases are not supported; repeat the value");
    }
    requireWithoutTag(place, event);
    return switch (event.getEventId()) {
      case MappingStart -> members();
      case SequenceStart -> items();
      default -> value((ScalarEvent) event);
    };
  }

  private static void requireWithoutTag(Node place, Event event) {
    boolean tagged =
        event instanceof ScalarEvent scalar
            ? scalar.getTag().isPresent()
            : event instanceof CollectionStartEvent collection && collection.getTag().isPresent();
    if (tagged) {
      throw place.invalid("tags are not supported; quote a string instead");
    }
  }

  private Map<String, Node> members() {
    Map<String, Node> members = new LinkedHashMap<>();
    Node object = descend();
    for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
      Node key = at(object, event.getStartMark());
      if (!(event instanceof ScalarEvent scalar)) {
        throw key.invalid("expected a name, found an object, a list or an alias");
      }
      Node member = key.at(scalar.getValue());
      requireWithoutTag(member, scalar);
      place = member;
      if (members.put(scalar.getValue(), node(member, next())) != null) {
        throw member.invalid("duplicate name");
      }
      place = object;
    }
    depth--;
    return members;
  }

  private List<Node> items() {
    List<Node> items = new ArrayList<>();
    Node list = descend();
    for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
      items.add(node(list.at("[" + items.size() + "]"), event));
      place = list;
    }
    depth--;
    return items;
  }

  private Node descend() {
    if (++depth > DEEPEST) {
      throw place.invalid("nested deeper than " + DEEPEST + " levels", null);
    }
    return place;
  }

  private static @Nullable Object value(ScalarEvent scalar) {
    String text = scalar.getValue();
    Tag tag =
        SCHEMA.getScalarResolver().resolve(text, scalar.getImplicit().canOmitTagInPlainScalar());
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return text.equals("true");
    }
    return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? number(text) : text;
  }

  /** Returns an integer as a long if it fits; what JSON has no number for stays a string. */
  private static Object number(String text) {
    try {
      return text.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(text) : new BigDecimal(text);
    } catch (NumberFormatException e) {
      return text;
    }
  }
}
