package dev.irsa.testkit.server;

import dev.irsa.testkit.internal.server.Client;
import dev.irsa.testkit.internal.server.IssuerErrors;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.RequestDetails;
import dev.irsa.testkit.internal.server.Response;
import dev.irsa.testkit.internal.server.Service;
import dev.irsa.testkit.internal.server.ServiceException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * A fault that is applied to one request. Immutable; faults are combined with {@link #then}, as in
 * {@code Fault.delay(ofSeconds(2)).then(Fault.throttle())}.
 *
 * <p>Durations are in the lab's time: with manual time, a delay ends when the test has advanced the
 * time.
 */
public final class Fault {
  private final String name;
  private final boolean silent;
  private final Step before;
  private final @Nullable Step ending;
  private final @Nullable Instead instead;
  private final UnaryOperator<Response> change;
  private final Delivery delivery;

  /** An operation on the connection after the request has been read. */
  private interface Step {
    void run(ResponseWriter wire) throws IOException, InterruptedException;
  }

  /** A response that replaces the service's own; the service is then not called. */
  private record Instead(@Nullable String errorCode, Substitute substitute) {}

  private interface Substitute {
    Response answer(Service service, String requestId);
  }

  /** The way in which the response is written. */
  private interface Delivery {
    void write(ResponseWriter wire, Response response, boolean withBody)
        throws IOException, InterruptedException;
  }

  private static final Step NOTHING = wire -> {};
  private static final Delivery WHOLE = ResponseWriter::write;

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

  /** Returns a fault that changes nothing. */
  static Fault none() {
    return change("", response -> response);
  }

  /** Delays the response. */
  public static Fault delay(Duration duration) {
    return before("delay " + duration, wire -> wire.sleep(duration));
  }

  /** Holds the response until the gate is open. */
  public static Fault gate(Gate gate) {
    return before("gate", wire -> gate.pass());
  }

  /** Accepts the connection but sends nothing, not even for the TLS handshake. */
  public static Fault silence() {
    return new Fault(
        "silence", true, NOTHING, ResponseWriter::hang, null, UnaryOperator.identity(), WHOLE);
  }

  /** Reads the request and never responds. */
  public static Fault hang() {
    return ending("hang", ResponseWriter::hang);
  }

  /** Sends the response byte by byte, with a pause after each byte. */
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

  /** Resets the connection after the request has been read. */
  public static Fault reset() {
    return ending("reset", ResponseWriter::reset);
  }

  /** Closes the connection without a response after the request has been read. */
  public static Fault close() {
    return ending("close", ResponseWriter::end);
  }

  /** Responds, but closes the connection in the middle of the body. */
  public static Fault cutOff() {
    return delivery(
        "cut off",
        (wire, response, withBody) -> {
          wire.writeHead(response);
          wire.writeBytes(response.body(), response.body().length / 2);
          wire.end();
        });
  }

  /** Replaces the response, for instance by a proxy's error page or a load balancer's 503. */
  public static Fault answer(int status, String contentType, String body) {
    return instead(
        "answer " + status, null, (service, id) -> Response.of(status, contentType, body));
  }

  /** Redirects the client to another location. */
  public static Fault redirect(URI location) {
    return instead(
        "redirect",
        null,
        (service, id) -> Response.empty(307).with("Location", location.toString()));
  }

  /** Responds with an error in the service's own format, with any code and status. */
  public static Fault error(String code, int status, String message) {
    return instead(
        "error " + code, code, (service, id) -> service.error(id, status, code, message));
  }

  /** Responds with STS's throttling error. */
  public static Fault throttle() {
    return error("Throttling", 400, "Rate exceeded");
  }

  /**
   * Responds as STS does if it cannot fetch the keys of the token's issuer: {@code
   * InvalidIdentityToken}, "Couldn't retrieve verification key from your identity provider". On one
   * region's endpoint, the issuer is unreachable for that region only.
   */
  public static Fault issuerUnavailable() {
    return error(IssuerErrors.unavailable());
  }

  /** Responds as STS does if the token's issuer does not answer: {@code IDPCommunicationError}. */
  public static Fault issuerSilent() {
    return error(IssuerErrors.silent());
  }

  private static Fault error(ServiceException error) {
    return instead(
        "error " + error.code(),
        error.code(),
        (service, id) -> error.answer(service, id, RequestDetails.of("")).response());
  }

  /** Changes the {@code Date} of the response. */
  public static Fault date(Instant instant) {
    return date(Response.httpDate(instant));
  }

  /** Changes the {@code Date} of the response to any text; an empty text removes the header. */
  public static Fault date(String text) {
    return change("date", response -> response.withoutHeader("Date").with("Date", text));
  }

  /** Changes the {@code Expiration} in the response, XML or JSON, to any text. */
  public static Fault expiration(String text) {
    String replacement = Matcher.quoteReplacement(text);
    return edit(
        "expiration",
        body ->
            body.replaceAll("(<Expiration>)[^<]*(</Expiration>)", "$1" + replacement + "$2")
                .replaceAll("(\"Expiration\":\")[^\"]*(\")", "$1" + replacement + "$2"));
  }

  /** Changes the body of the response. */
  public static Fault edit(String name, UnaryOperator<String> body) {
    return change(name, response -> response.edited(body));
  }

  /** Responds with the first half of the document, in a complete HTTP response. */
  public static Fault truncate() {
    return edit("truncate", body -> body.substring(0, body.length() / 2));
  }

  /**
   * Combines two faults: this one's waits come first, then the other's. The other's response is
   * used, if it has one.
   */
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

  /** Returns the name used in the log. */
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return "Fault[" + name + "]";
  }

  /** Returns whether the fault applies before a request is read. */
  boolean silent() {
    return silent;
  }

  void before(ResponseWriter wire) throws IOException, InterruptedException {
    before.run(wire);
  }

  /** Returns whether the client never gets a response. */
  boolean endsConnection() {
    return ending != null;
  }

  /** Ends the connection, or waits until it is ended by the client or the server's close. */
  void end(ResponseWriter wire) throws IOException, InterruptedException {
    if (ending != null) {
      ending.run(wire);
    }
  }

  Service.Answer answer(Service service, Request request, String requestId, Client client) {
    Instead other = instead;
    if (other == null) {
      Service.Answer own = service.answer(request, requestId, client);
      return new Service.Answer(change.apply(own.response()), own.details());
    }
    Response response = change.apply(other.substitute().answer(service, requestId));
    RequestDetails details = service.describe(request).withErrorCode(other.errorCode());
    return new Service.Answer(response, details);
  }

  void write(ResponseWriter wire, Response response, boolean withBody)
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

  /**
   * Holds responses at the server until the test opens the gate, so that a test can act while a
   * request is in flight. Thread-safe; closing the lab ends waiting requests.
   *
   * <pre>{@code
   * Gate gate = Gate.closed();
   * lab.sts().faults().next(Fault.gate(gate));
   * // … start callers
   * gate.awaitArrivals(1, Duration.ofSeconds(10));
   * gate.open();
   * }</pre>
   */
  public static final class Gate {
    private final CountDownLatch opened = new CountDownLatch(1);
    private final Semaphore arrivals = new Semaphore(0);

    private Gate() {}

    /** Returns a closed gate. */
    public static Gate closed() {
      return new Gate();
    }

    /** Opens the gate permanently. */
    public void open() {
      opened.countDown();
    }

    /**
     * Waits until at least {@code count} more requests have arrived at the gate, including those
     * that have passed it.
     *
     * @throws AssertionError if they have not arrived after {@code timeout} of real time
     */
    public void awaitArrivals(int count, Duration timeout) throws InterruptedException {
      if (!arrivals.tryAcquire(count, timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new AssertionError(
            "expected " + count + " more requests at the gate within " + timeout);
      }
    }

    void pass() throws InterruptedException {
      arrivals.release();
      opened.await();
    }
  }
}
