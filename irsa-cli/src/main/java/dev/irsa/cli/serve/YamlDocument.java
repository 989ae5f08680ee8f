package dev.irsa.cli.serve;

import dev.irsa.doctor.InvalidInputException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
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

  private final String name;
  private final Iterator<Event> events;
  private int depth;

  private YamlDocument(String name, Iterator<Event> events) {
    this.name = name;
    this.events = events;
  }

  /**
   * Reads a document.
   *
   * @param name the document's name in messages
   * @throws InvalidInputException if it is malformed; names line and path
   */
  static Node read(String name, String text) {
    if (text.length() > LARGEST) {
      throw new InvalidInputException(name, "longer than " + LARGEST + " characters", null);
    }
    LoadSettings settings =
        LoadSettings.builder().setSchema(SCHEMA).setCodePointLimit(LARGEST).build();
    try {
      return new YamlDocument(name, new Parse(settings).parseString(text).iterator()).document();
    } catch (MarkedYamlEngineException e) {
      int line = line(e.getProblemMark().orElse(null));
      throw new InvalidInputException(
          name + ":" + line, Excerpt.of("not YAML: " + e.getProblem()), e);
    } catch (YamlEngineException e) {
      throw new InvalidInputException(name, Excerpt.of("not YAML: " + e.getMessage()), e);
    }
  }

  private Node document() {
    next(); // the stream
    Event start = next();
    if (start.getEventId() == Event.ID.StreamEnd) {
      return new Node(Place.root(name, 1), Map.of());
    }
    Event first = next();
    Node root = node(Place.root(name, line(first)), first);
    next(); // the end of the document
    Event end = next();
    if (end.getEventId() != Event.ID.StreamEnd) {
      throw Place.root(name, line(end)).invalid("expected one document, found another one", null);
    }
    return root;
  }

  private Event next() {
    return events.next();
  }

  private Node node(Place place, Event event) {
    if (event.getEventId() == Event.ID.Alias) {
      throw place.invalid("aliases are not supported; repeat the value", null);
    }
    requireWithoutTag(place, event);
    return switch (event.getEventId()) {
      case MappingStart -> new Node(place, members(place));
      case SequenceStart -> new Node(place, items(place));
      default -> new Node(place, value((ScalarEvent) event));
    };
  }

  private static void requireWithoutTag(Place place, Event event) {
    boolean tagged =
        event instanceof ScalarEvent scalar
            ? scalar.getTag().isPresent()
            : event instanceof CollectionStartEvent collection && collection.getTag().isPresent();
    if (tagged) {
      throw place.invalid("tags are not supported; quote a string instead", null);
    }
  }

  private Map<String, Node> members(Place place) {
    Map<String, Node> members = new LinkedHashMap<>();
    descend(place);
    for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
      if (!(event instanceof ScalarEvent key)) {
        throw place.invalid("expected a name, found an object, a list or an alias", null);
      }
      Event value = next();
      Place member = place.member(key.getValue(), line(value));
      requireWithoutTag(member, key);
      if (members.put(key.getValue(), node(member, value)) != null) {
        throw member.invalid("duplicate name", null);
      }
    }
    depth--;
    return members;
  }

  private List<Node> items(Place place) {
    List<Node> items = new ArrayList<>();
    descend(place);
    for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
      items.add(node(place.item(items.size(), line(event)), event));
    }
    depth--;
    return items;
  }

  private void descend(Place place) {
    if (++depth > DEEPEST) {
      throw place.invalid("nested deeper than " + DEEPEST + " levels", null);
    }
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

  private static int line(Event event) {
    return line(event.getStartMark().orElse(null));
  }

  private static int line(@Nullable Mark mark) {
    return mark == null ? 1 : mark.getLine() + 1;
  }
}
