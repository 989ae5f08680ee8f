package dev.irsa.testkit.server;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with one request. Immutable; faults are combined with {@link #then}, as in {@code
 * Fault.delay(ofSeconds(2)).then(Fault.throttle())}.
 *
 * <p>Times are the lab's: with manual time a delay ends when the test has advanced it.
 */
public final class Fault {
  private final String name;
  private final boolean silent;
  private final Step before;
  private final @Nullable Step ending;
  private final @Nullable Instead instead;
  private final UnaryOperator<Response> change;
  private final Delivery delivery;

  /** Something that is done with the connection once the request has been read. */
  private interface Step {
    void run(Wire wire) throws IOException, InterruptedException;
  }

  /** The answer that stands in for the service's own, which then is not asked at all. */
  private record Instead(@Nullable String errorCode, Substitute substitute) {}

  private interface Substitute {
    Response answer(Service service, String requestId);
  }

  /** How the answer goes out. */
  private interface Delivery {
    void write(Wire wire, Response response, boolean withBody)
        throws IOException, InterruptedException;
  }

  private static final Step NOTHING = wire -> {};
  private static final Delivery WHOLE = Wire::write;

  private Fault(
      String name,
      boolean silent,
      Step before,
      @Nullable Step ending,
      @Nullable Instead instead,
      UnaryOperator<Response> change,
      Delivery delivery) {
    this.name = name;
    this.silent = silent;
    this.before = before;
    this.ending = ending;
    this.instead = instead;
    this.change = change;
    this.delivery = delivery;
  }

  /** Answers as usual, to the byte. */
  static Fault none() {
    return change("", response -> response);
  }

  /** Answers as usual, but later. */
  public static Fault delay(Duration duration) {
    return before("delay " + duration, wire -> wire.sleep(duration));
  }

  /** Answers as usual, but not before the gate is open. */
  public static Fault gate(Gate gate) {
    return before("gate", wire -> gate.pass());
  }

  /** Accepts the connection and never says a word: not even TLS is negotiated. */
  public static Fault silence() {
    return new Fault("silence", true, NOTHING, Wire::hang, null, UnaryOperator.identity(), WHOLE);
  }

  /** Reads the request and never answers. */
  public static Fault hang() {
    return ending("hang", Wire::hang);
  }

  /** Answers with the header, then hangs. */
  public static Fault hangAfterHeaders() {
    return delivery(
        "hang after headers",
        (wire, response, withBody) -> {
          wire.writeHead(response);
          wire.hang();
        });
  }

  /** Answers byte by byte, with a pause after each. */
  public static Fault drip(Duration pause) {
    return delivery(
        "drip",
        (wire, response, withBody) -> {
          wire.writeHead(response);
          for (int i = 0; withBody && i < response.body().length; i++) {
            wire.writeBytes(new byte[] {response.body()[i]}, 1);
            wire.sleep(pause);
          }
        });
  }

  /** Resets the connection once the request has been read. */
  public static Fault reset() {
    return ending("reset", Wire::reset);
  }

  /** Closes the connection without an answer once the request has been read. */
  public static Fault close() {
    return ending("close", Wire::end);
  }

  /** Answers, but closes the connection in the middle of the body. */
  public static Fault cutOff() {
    return delivery(
        "cut off",
        (wire, response, withBody) -> {
          wire.writeHead(response);
          wire.writeBytes(response.body(), response.body().length / 2);
          wire.end();
        });
  }

  /** Another answer in place of the service's: a proxy's page, a load balancer's 503. */
  public static Fault answer(int status, String contentType, String body) {
    return instead(
        "answer " + status, null, (service, id) -> Response.of(status, contentType, body));
  }

  /** Sends the client elsewhere. */
  public static Fault redirect(URI location) {
    return instead(
        "redirect",
        null,
        (service, id) -> Response.empty(307).with("Location", location.toString()));
  }

  /** An error in the service's own format, any code and status. */
  public static Fault error(String code, int status, String message) {
    return instead(
        "error " + code, code, (service, id) -> service.error(id, status, code, message));
  }

  /** STS's throttling answer. */
  public static Fault throttle() {
    return error("Throttling", 400, "Rate exceeded");
  }

  /** Answers truly, but with another {@code Date}. */
  public static Fault date(Instant instant) {
    return date(Wire.httpDate(instant));
  }

  /** Answers truly, but with any text as {@code Date}; an empty one leaves the header out. */
  public static Fault date(String text) {
    return change("date", response -> response.withoutHeader("Date").with("Date", text));
  }

  /** Answers truly, but with any text as {@code Expiration}. */
  public static Fault expiration(String text) {
    return edit(
        "expiration",
        body ->
            body.replaceAll(
                "<Expiration>[^<]*</Expiration>", "<Expiration>" + text + "</Expiration>"));
  }

  /** Answers truly, but without an element: {@code withoutElement("Expiration")}. */
  public static Fault withoutElement(String element) {
    return edit(
        "without " + element,
        body -> body.replaceAll("<" + element + ">[^<]*</" + element + ">", ""));
  }

  /** Answers truly, but with the text of the body changed. */
  public static Fault edit(String name, UnaryOperator<String> body) {
    return change(name, response -> response.edited(body));
  }

  /** Answers with the first half of the document, properly framed. */
  public static Fault truncate() {
    return edit("truncate", body -> body.substring(0, body.length() / 2));
  }

  /** Answers truly, then so many blanks: well-formed, but far too much. */
  public static Fault pad(int bytes) {
    return change(
        "pad",
        response -> {
          byte[] padded = Arrays.copyOf(response.body(), response.body().length + bytes);
          Arrays.fill(padded, response.body().length, padded.length, (byte) ' ');
          return new Response(response.status(), response.headers(), padded);
        });
  }

  /** Both: this one's waiting first, the other's answer if it has one. */
  public Fault then(Fault other) {
    return new Fault(
        name + ", " + other.name,
        silent || other.silent,
        wire -> {
          before.run(wire);
          other.before.run(wire);
        },
        other.ending == null ? ending : other.ending,
        other.instead == null ? instead : other.instead,
        response -> other.change.apply(change.apply(response)),
        other.delivery == WHOLE ? delivery : other.delivery);
  }

  /** What the log calls it. */
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return "Fault[" + name + "]";
  }

  /** Whether it strikes before there is a request. */
  boolean silent() {
    return silent;
  }

  void before(Wire wire) throws IOException, InterruptedException {
    before.run(wire);
  }

  /** Whether the client never gets an answer. */
  boolean endsConnection() {
    return ending != null;
  }

  /** Ends the connection, or lets it hang until somebody else does. */
  void end(Wire wire) throws IOException, InterruptedException {
    if (ending != null) {
      ending.run(wire);
    }
  }

  Service.Answer answer(Service service, Request request, String requestId) {
    Instead other = instead;
    if (other == null) {
      Service.Answer own = service.answer(request, requestId);
      return new Service.Answer(change.apply(own.response()), own.details());
    }
    Response response = change.apply(other.substitute().answer(service, requestId));
    Details details = service.describe(request).withErrorCode(other.errorCode());
    return new Service.Answer(response, details);
  }

  void write(Wire wire, Response response, boolean withBody)
      throws IOException, InterruptedException {
    delivery.write(wire, response, withBody);
  }

  private static Fault before(String name, Step before) {
    return new Fault(name, false, before, null, null, UnaryOperator.identity(), WHOLE);
  }

  private static Fault ending(String name, Step ending) {
    return new Fault(name, false, NOTHING, ending, null, UnaryOperator.identity(), WHOLE);
  }

  private static Fault instead(String name, @Nullable String errorCode, Substitute substitute) {
    Instead instead = new Instead(errorCode, substitute);
    return new Fault(name, false, NOTHING, null, instead, UnaryOperator.identity(), WHOLE);
  }

  private static Fault change(String name, UnaryOperator<Response> change) {
    return new Fault(name, false, NOTHING, null, null, change, WHOLE);
  }

  private static Fault delivery(String name, Delivery delivery) {
    return new Fault(name, false, NOTHING, null, null, UnaryOperator.identity(), delivery);
  }
}
