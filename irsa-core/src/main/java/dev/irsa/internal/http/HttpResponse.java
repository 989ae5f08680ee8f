package dev.irsa.internal.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer, read whole.
 *
 * @param status the HTTP status
 * @param contentType the content type, or null
 * @param requestId the request id of the head, or null
 * @param date the {@code Date} header, or null
 * @param roundTrip from sending the request to the head of the answer
 * @param body the body; may hold secrets
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and read by its call alone.
public record HttpResponse(
    int status,
    @Nullable String contentType,
    @Nullable String requestId,
    @Nullable String date,
    Duration roundTrip,
    byte[] body) {

  @Override
  public String toString() {
    return "HttpResponse[" + status + ", " + body.length + " bytes]";
  }
}
