package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.fake.CapturedLogs;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.token.JwtClaims;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays the rules of docs/refresh.md, each in a few steps of a {@link Scenario}. Credentials of an
 * hour are due for a refresh after 40 min, and have their last chance 10 s before they expire.
 */
class ScenariosTest {

  private static final String CALLERS =
      """
      callers without credentials share a call
        taking 2s, ask, +1s, ask, waits, +1s, gets 1, gets 1, calls 1
      whoever gets a failure again is told of no next attempt: the next call makes it
        denying, fails AccessDenied, lacks next attempt, calls 1
      a caller who finds that a refresh is overdue is served, and nudges the loop
        get 1, sleep 40m, serves 1, calls 2, serves 2
      expired credentials are served during an outage, once it has shown itself
        stable 30m, get 1, sleep 1h, hanging, ask, waits, +18s, kept 1 did not respond, serves 1, +30m,
        fails did not respond
      expired credentials are not served during any other failure
        stable 30m, get 1, sleep 1h, tokenless, fails does not exist
      the status is no call for credentials, so attempts end a while after the last one
        get 1, down, +61m, fails STS is down, busy 14m, +2m, state EXPIRED, quiet 10m, state EXPIRED, quiet 20m
      an explicit refresh during another one waits for the next
        taking 2s, ask, +1s, refresh, +1s, gets 1, waits, calls 2, +2s, renewed 2, calls 2
      an explicit refresh joins one that becomes due at that moment
        get 1, sleep 40m, refresh, renewed 2, calls 2
      an explicit refresh ignores the pause, but not its floor
        get 1, tokenless, refresh, kept 1 does not exist, denying, refresh, kept 1 AccessDenied, well, refresh,
        kept 1 AccessDenied, calls 3, +60s, renew, calls 4
      an explicit refresh during one that ends with a floor gets the result of the others
        taking 1s, throttling, ask, refresh, +3s, refused throttles, refused throttles, calls 3
      an explicit refresh beyond the calls of a minute is told when the next one is allowed
        get 1, 11x renew, refresh,
        kept 12 The limit of calls to STS for arn:aws:iam::123456789012:role/app is reached; the next call is allowed at 2026-11-24T12:01:00Z,
        calls 12, +60s, renew
      an explicit refresh counts as a call for credentials
        get 1, sleep 50m, down, refresh, kept 1 STS is down, sleep 10m, busy 2m
      a caller who is interrupted is told so, and others are not
        taking 2s, ask, ask, leave,
        refused The thread was interrupted while it waited for credentials for arn:aws:iam::123456789012:role/app,
        +2s, gets 1, calls 1
      a caller who is interrupted is told of the attempt before
        taking 1s, down, ask, +1500ms, leave, refused interrupted, because STS is down
      a caller who is interrupted gets valid credentials
        get 1, taking 2s, refresh, leave, kept 1 interrupted
      nobody who has left starts another refresh
        taking 2s, ask, +1s, leave, refused interrupted, refresh, leave, refused interrupted, quiet 10s
      at its deadline a caller is told what it waited for
        hanging, ask 2s, +1999ms, waits, +1ms,
        refused within the caller's deadline of 2 s: waiting for STS at https://sts.eu-west-1.amazonaws.com/
      at its deadline a caller is told of the attempt before
        taking 1s, down, ask 3s, +500ms, hanging, +2500ms, refused the last attempt failed: STS is down
      """;

  private static final String FLIGHTS =
      """
      after an attempt of 7 s the next one gets what remains of 18 s
        hanging, ask 30s, +6999ms, calls 1, +1ms, calls 2, +10999ms, waits, +1ms, refused did not respond within 11 s,
        calls 2
      processes that hung until the same moment do not try again at the same moment
        share 0.5, hanging, ask 30s, +18s, refused did not respond, calls 2, +2999ms, fails did not respond, calls 2,
        +1ms, ask, waits, calls 3
      an outage in the last tenth of the bound is a time-out
        taking 6300ms, down, ask 30s, +1s, hanging, +5300ms, calls 2, +10999ms, calls 2, +1ms, calls 3
      an outage before the last tenth of the bound is none
        taking 6299ms, down, ask 30s, +1s, hanging, +5299ms, calls 2, +6999ms, calls 2, +1ms, calls 3
      a response with a code is none, however late
        taking 6900ms, unverifiable, ask 30s, +1s, hanging, +5900ms, calls 2, +6999ms, calls 2, +1ms, calls 3
      a quarter of a second is worth another attempt
        hanging, ask 30s, +1s, taking 10750ms, down, +6s, calls 2, +10750ms, calls 3
      less is not
        hanging, ask 30s, +1s, taking 10751ms, down, +6s, calls 2, +10751ms, calls 2, refused STS is down
      attempts follow each other after pauses that double
        share 0.5, down, ask, +49ms, calls 1, +1ms, calls 2, +99ms, calls 2, +1ms, calls 3, refused STS is down
      with two minutes left a refresh makes three attempts
        get 1, sleep 3480s, down, refresh, kept 1 STS is down, calls 4
      with less than two minutes left it makes one
        get 1, sleep 3481s, down, refresh, kept 1 STS is down, calls 2
      a refresh that succeeds resets the failures: the next one makes three attempts
        get 1, tokenless, refresh, kept 1 does not exist, failed, well, renew, sound, down, refresh, kept 2 STS is down,
        calls 6
      before the first credentials a refresh after a failed one makes one attempt
        down, fails STS is down, calls 3, +10s, fails STS is down, calls 4, +10s, well, get 1, calls 5
      the one attempt after a time-out gets the time of a second one
        down, fails STS is down, +10s, hanging, ask, +6999ms, waits, +1ms, refused within 7 s, +13s, ask, +10999ms,
        waits, +1ms, refused within 11 s
      before the first credentials the pause counts from the start of the refresh
        down, fails STS is down, +1s, taking 500ms, fails STS is down, calls 4, +1499ms, fails STS is down, calls 4,
        +1ms, taking 6s, fails STS is down, calls 5
      and lasts a second from its end
        down, fails STS is down, taking 6s, +1s, fails STS is down, +999ms, fails again, calls 4, +1ms, ask, calls 5
      except after throttling
        taking 1s, throttling, ask, +3s, refused throttles, +4999ms, ask, refused throttles, calls 3, +1ms, ask, calls 4
      while short sessions are valid an attempt takes a third of what is left
        lifetime 300s, get 1, sleep 288s, hanging, refresh, +3999ms, waits, +1ms, kept 1 within 4 s
      but a second
        lifetime 300s, get 1, sleep 299s, hanging, refresh, +999ms, waits, +1ms, refused within 1 s
      and after their expiration as long as always
        lifetime 300s, get 1, sleep 300s, hanging, ask 30s, +6999ms, calls 2, +1ms, calls 3
      a long session is no reason to hurry
        get 1, sleep 3590s, hanging, refresh, +6999ms, waits, +1ms, kept 1 within 7 s
      a token that has changed is tried at once, once in a refresh
        rejecting, taking 1s, ask, replaced, +1s, calls 2, replaced, +1s, calls 2, refused ExpiredToken
      a refresh does not continue beyond the calls of a minute
        get 1, +30s, 11x renew, +31s, down, refresh, kept 12 STS is down, calls 13
      not with another token either
        get 1, +30s, 11x renew, +31s, taking 1s, rejecting, refresh, replaced, +1s, kept 12 ExpiredToken, calls 13
      nor after the time of a refresh
        hanging, ask 30s, +1s, taking 10900ms, rejecting, +6s, replaced, +10900ms, calls 2, refused ExpiredToken
      nor a fourth time
        taking 1s, down, ask 30s, +1500ms, rejecting, +500ms, replaced, +1s, calls 3, refused ExpiredToken
      the status calls a refresh that is in progress due now
        get 1, hanging, +40m, due 40m
      credentials of less than a second are refused
        lifetime 999ms, fails expire within a second, lifetime 1s, +1s, get 2
      a longer lifetime than requested is limited to the requested one
        lifetime 13h, get 1, sleep 12h, get 2
      the first credentials are refreshed earlier than later ones, in a wider range
        share 1, get 1, due 25m, renew, due 31m
      the window of twelve hours is an hour
        lifetime 12h, get 1, due 11h
      a configured window is limited to half of the lifetime
        window 31m, get 1, due 30m
      a configured window is not scaled down
        window 200s, lifetime 600s, get 1, due 400s
      the same credentials show a sleep that both clocks missed
        get 1, clock -55m, sleep 55m, state FRESH, again, refresh, kept 1, state REFRESH_DUE, +299s, serves 1, +1s,
        fails expire
      so do those that are refused for their lifetime
        get 1, clock -3599500ms, sleep 3599500ms, again, refresh, kept 1 expire within a second, +499ms, serves 1, +1ms,
        fails expire
      the clock of the issuer never prolongs credentials
        get 1, offset -10m, again, refresh, kept 1, sleep 1h, state EXPIRED
      a date of STS that lags does not prolong credentials by more than a twelfth of their lifetime
        lifetime 40s, lag 2m, get 1, down, +40s, state EXPIRED
      nor those of a session that AWS grants by more than 5 min
        duration 15m, lifetime 15m, lag 6m, get 1, down, +15m, state EXPIRED
      a clock that is set back and a sleep hide each other until STS sends the time
        get 1, clock -10m, sleep 10m, +39m, state FRESH, +1m, serves 2, due 80m
      events list the calls that failed before the one that succeeded
        taking 1s, down, ask, +500ms, well, +1500ms, gets 1, heard Refreshed/1
      events list all calls of a refresh that failed, also one without a usable response
        denying, fails AccessDenied, heard RefreshFailed/1, +60s, expired, fails expired, heard RefreshFailed/1
      events do not list an attempt that did not call the issuer
        tokenless, fails does not exist, heard RefreshFailed
      """;

  private static final String REJECTIONS =
      """
      callers wait two seconds at most for the replacement of rejected credentials
        get 1, hanging, reject 1, ask 500ms, ask, +499ms, waits, +1ms, gets 1, +1499ms, waits, +1ms, gets 1, serves 1
      a rejection of other credentials costs nothing
        get 1, reject 0, calls 1, reject 1, calls 2
      a rejection during a refresh starts no other, and callers wait for it
        get 1, taking 1s, +40m, calls 2, reject 1, ask, waits, +1s, gets 2, serves 2, calls 2
      rejected credentials whose refresh fails are served again at once
        get 1, taking 1s, denying, reject 1, ask, waits, +1s, gets 1, serves 1, calls 2
      nobody waits for the refresh after that
        get 1, tokenless, reject 1, well, taking 1s, refresh, serves 1, +1s, renewed 2
      a rejection is not spent if the floor of the last failure forbids a refresh
        get 1, denying, reject 1, +70s, well, renew, denying, refresh, kept 2 AccessDenied, calls 4, reject 2, serves 2,
        calls 4, +60s, reject 2, calls 5
      whoever has no valid credentials waits as long as always
        lifetime 15m, get 1, sleep 899s, hanging, reject 1, +1s, ask, +5s, waits
      whoever needs credentials that last waits as long as always
        get 1, +10m, hanging, reject 1, lasting 1h, +3s, waits
      rejections cause a refresh in 30 s, which doubles up to 10 min
        get 1, reject 1, +29s, reject 2, calls 2, +1s, reject 2, calls 3, +59s, reject 3, calls 3, +1s, reject 3,
        calls 4, +119s, reject 4, calls 4, +1s, reject 4, calls 5, +239s, reject 5, calls 5, +1s, reject 5, calls 6,
        +480s, reject 6, calls 7, +599s, reject 7, calls 7, +1s, reject 7, calls 8, +599s, reject 8, calls 8, +1s,
        reject 8, calls 9
      after 10 min without one it is 30 s again
        get 1, reject 1, +30s, reject 2, +600s, reject 3, +30s, reject 4, calls 5
      """;

  private static final String LASTING =
      """
      a sixtieth less is enough
        get 1, +60s, lasting 1h, gets 1, +1770s, lasting 30m, gets 1, calls 1, +1s, lasting 30m, gets 2, calls 2
      a minute less, at most
        lifetime 12h, get 1, +60s, lasting 12h, gets 1, +1s, lasting 12h, gets 2
      one refresh serves all such callers, and nobody else waits for it
        get 1, +61s, taking 1s, lasting 1h, lasting 1h, serves 1, waits, +1s, gets 2, gets 2, calls 2
      such a caller joins a refresh, and is told if it brought too little
        lifetime 20m, taking 2s, ask, lasting 30m, +2s, gets 1, refused sessions last 20 min, calls 1
      more than the session duration is refused without a call
        duration 15m, lasting 1h, refused IRSA_SESSION_DURATION_SECONDS: sessions last 15 min,
        says must last at least 1 h, calls 0
      whoever asks for more than STS grants is told what is left
        get 1, +600s, lasting 2h, refused is not set, says sessions last 1 h,
        says must last at least 2 h (1 h left now), calls 2
      the next refresh for that follows after a minute, which doubles up to ten
        get 1, lasting 2h, calls 2, +59s, lasting 2h, calls 2, +1s, lasting 2h, calls 3, +119s, lasting 2h, calls 3,
        +1s, lasting 2h, calls 4, serves 4, +240s, lasting 2h, +480s, lasting 2h, calls 6, +599s, lasting 2h, calls 6,
        +1s, lasting 2h, calls 7
      a refresh that brought enough for such a caller resets that pause
        get 1, lasting 2h, +60s, lasting 2h, calls 3, +120s, lasting 1h, calls 4, +30s, lasting 2h, calls 5, +60s,
        lasting 2h, calls 6
      pauses after failures hold, and the failure says what is left and why there is no more
        get 1, +600s, denying, lasting 1h, refused The credentials for, says expire in 50 min,
        says must last at least 1 h; newer ones could not be obtained: STS said AccessDenied,
        +59s, lasting 1h, calls 2, +1s, lasting 1h, calls 3
      a deadline ends such a wait with a failure although credentials are valid
        get 1, +600s, hanging, lasting 1h 5s, +5s, refused expire in 49 min 55 s,
        says within the caller's deadline of 5 s
      so does an interrupt
        get 1, +600s, hanging, lasting 1h, leave, refused The thread was interrupted
      static stability is not for such callers
        stable 1h, get 1, sleep 1h, down, lasting 5m, refused STS is down, serves 1
      """;

  private static final String TIMES =
      """
      the last chance is taken regardless of the pause
        get 1, sleep 3588s, down, refresh, kept 1 STS is down, quiet 1999ms, busy 1ms
      in each session anew
        get 1, sleep 3595s, renew, sleep 3588s, down, refresh, kept 2 STS is down, quiet 1999ms, busy 1ms
      but not before the floor
        get 1, sleep 3588s, denying, refresh, kept 1 AccessDenied, quiet 5999ms, busy 1ms
      after the expiration three more calls are allowed
        get 1, sleep 3571s, down, 12x refresh, calls 12, quiet 28999ms, busy 1ms, calls 15
      and pauses start again from the shortest
        get 1, sleep 50m, down, 4x refresh, calls 7, sleep 10m, state EXPIRED, calls 10, quiet 2499ms, busy 1ms,
        calls 13
      the expiration of credentials that nobody wants is no event, and causes no call
        get 1, sleep 4600s, quiet 1h, unheard Expired
      an expiration is published once, and so is the recovery
        get 1, sleep 1h, down, fails STS is down, heard Expired, +2500ms, unheard Expired, well, +5s,
        heard Refreshed Recovered/PT7.5S, renew, unheard Expired, unheard Recovered/PT7.5S
      before the first credentials nothing expires, but there is a recovery
        denying, fails AccessDenied, unheard Expired, +6s, fails AccessDenied, well, +6s, get 1,
        heard Refreshed Recovered/PT12S
      the expiration tells until when credentials are served
        stable 30m, get 1, sleep 3580s, down, refresh, kept 1 STS is down, +20s, heard Expired/PT30M
      unless they are not, after a denial
        stable 30m, get 1, sleep 3598s, denying, refresh, kept 1 AccessDenied, +2s, heard Expired, calls 2, quiet 499ms,
        busy 1ms
      in each session anew, also after another one has expired
        get 1, sleep 1h, get 2, sleep 3598s, denying, refresh, kept 2 AccessDenied, +2s, heard Expired, calls 3
      or before a response
        stable 30m, get 1, sleep 3599s, hanging, refresh, +1s, heard Expired
      an offset of 30 s is not notable
        offset 30s, get 1, unheard ClockOffset/PT30S
      a larger one is published, and again after it was gone
        offset 30001ms, get 1, heard ClockOffset/PT30.001S, renew, unheard ClockOffset/PT30.001S, offset 1s, renew,
        offset 1m, renew, heard ClockOffset/PT1M
      also one in the other direction
        offset -30001ms, get 1, heard ClockOffset/PT-30.001S
      discarding ends the pause and the failure
        denying, fails AccessDenied, failed, discard, sound, well, get 1
      """;

  private static final String TOKENS =
      """
      after a failure of the token another one is looked for each second
        rejecting, fails ExpiredToken, well, replaced, quiet 999ms, busy 1ms, quiet 5s, replaced, quiet 5s,
        calls 2
      until a refresh succeeds
        rejecting, fails ExpiredToken, well, +2s, get 1, replaced, quiet 5s
      also while credentials are valid that nobody asks for
        get 1, +20m, rejecting, refresh, kept 1 ExpiredToken, +16m, well, replaced, busy 1s
      or as long as anybody wants credentials
        rejecting, fails ExpiredToken, +16m, well, replaced, quiet 10s
      and not after all was discarded
        rejecting, fails ExpiredToken, discard, well, replaced, quiet 10s
      claims are read 10 s after a refresh
        token 24h, get 1, lasting 1m, gets 1, +9999ms, claims unread, +1ms, claims
      earlier in short sessions
        token 24h, lifetime 5m, get 1, +3333ms, claims unread, +1ms, claims
      a token of a day stalls 3 min past 80 % of its life, and is used once more 10 min before its end
        token 24h, get 1, +69299s, unheard TokenStalled, +1s, heard TokenStalled, +16499s, unheard TokenStalled,
        calls 36, +1s, calls 37, +40m, calls 38
      a token of an hour is used once more a tenth of its life before its end
        token 1h, get 1, +3059s, unheard TokenStalled, +1s, heard TokenStalled, +179s, calls 2, +1s, calls 3
      a shorter one stalls 1 min past 80 % of its life
        token 3599s, get 1, +2939199ms, unheard TokenStalled, +1ms, heard TokenStalled
      a token that has stalled is read each minute until another one is there
        token 1h, get 1, +3060s, heard TokenStalled, token 1h, +59s, unheard TokenRotated, +1s, heard TokenRotated
      a token that cannot be read is read again each minute
        token 24h, get 1, +10s, unreadable, +2400s, token 24h, +59s, unheard TokenRotated, +1s, heard TokenRotated
      one that could never be read is not
        get 1, +10s, token 24h, +39m, claims unread
      a token that is replaced in time does not stall
        token 24h, get 1, +69120s, token 24h, +69120s, token 24h, +1h, unheard TokenStalled, heard TokenRotated
      the times of the token are measured by the clock of the issuer
        offset 1000s, token 1h, get 1, +3059s, unheard TokenStalled, +1s, heard TokenStalled
      a token that a supplier keeps is used once more before it expires
        supplied, token 24h, get 1, +85799s, heard TokenStalled, calls 36, +1s, calls 37
      a supplier of new tokens neither stalls nor causes more calls
        supplied 5m, get 1, +24h, calls 37, unheard TokenStalled
      """;

  private static final String SPARE =
      """
      while the first endpoint answers, the spare is not asked
        spared, get 1, +24h, spare down, renew, calls 38, from first, unheard EndpointChanged/spare
      a caller whose first endpoint refuses has credentials from the spare at once
        spared, down, ask, gets 1, asked first spare, from spare, heard Refreshed/1 EndpointChanged/spare
      one whose first endpoint hangs has them after 4 s
        spared, hanging, ask, +3999ms, waits, +1ms, gets 1, asked first spare
      the spare may take all that is left then
        spared, hanging, spare hanging, ask 30s, +4s, calls 2, +10999ms, calls 2, +1ms, calls 3, +2999ms, waits, +1ms,
        refused did not respond, calls 3
      so may the first endpoint if it is preferred and answers within 4 s
        spared, taking 3999ms, ask, +3999ms, gets 1, asked first
      a refresh that nobody waits for gives the first endpoint 7 s
        spared, get 1, hanging, +40m, +6999ms, calls 2, +1ms, calls 3, from spare, asked first first spare
      credentials of a short lifetime do not shorten the 4 s
        spared, lifetime 300s, get 1, sleep 300s, hanging, ask, +3999ms, waits, +1ms, gets 2
      an outage of the first endpoint is followed by one of the answers that count
        spared, unverifiable, get 1, asked first spare, from spare
      also credentials that arrive too late are of no use
        spared, expired, get 2, asked first spare
      a denial of the first endpoint is the answer
        spared, denying, fails AccessDenied, asked first, lacks spare
      a rejected token is the answer
        spared, rejecting, fails ExpiredToken, asked first
      a missing token is no reason to ask another endpoint
        spared, tokenless, fails does not exist, asked first
      throttling by the first endpoint is the answer
        spared, throttling, fails throttles, asked first first first
      a refresh that would make one attempt makes one at each endpoint
        spared, get 1, sleep 3481s, down, spare down, refresh, kept 1 STS is down, asked first first spare
      before the first credentials, too
        spared, down, spare down, fails STS is down, asked first spare first, +10s, fails STS is down, asked first spare
      a refresh beyond the calls of a minute asks no other endpoint
        spared, get 1, +30s, 11x renew, +31s, down, refresh, kept 12 STS is down, calls 13
      both endpoints are named, and the first one leads
        spared, down, spare denying, fails ; the spare endpoint: STS said AccessDenied, because STS is down
      a denial of the spare is never the answer, nor does it set the pause
        spared, down, get 1, spare denying, refresh, kept 1 STS is down, asked first spare spare first spare,
        sleep 1h, fails ; the spare endpoint: STS said AccessDenied
      nor is throttling by the spare
        spared, down, get 1, asked first spare, spare throttling, sleep 1h, spare well, +1s, get 2
      a denial of the spare alone is an outage
        spared, down, get 1, +30s, 10x renew, +31s, renew, spare denying, refresh,
        kept 12 The first endpoint could not be asked any more; the spare endpoint: STS said AccessDenied, calls 14
      a token that the spare rejects is rejected
        spared, down, get 1, sleep 1h, spare rejecting, fails ExpiredToken
      the spare is preferred after it has answered
        spared, down, get 1, asked first spare, renew, asked spare, +14m, renew, asked spare, unheard EndpointChanged/first
      after 15 min a refresh tries the first endpoint again
        spared, down, get 1, asked first spare, well, +40m, asked first, from first, heard EndpointChanged/first, +40m,
        asked first
      and once more 15 min later
        spared, down, get 1, asked first spare, heard EndpointChanged/spare, +40m, asked first spare, renew, asked spare,
        unheard EndpointChanged/spare, +40m, asked first spare, unheard EndpointChanged/first
      a call that waits does not
        spared, down, get 1, asked first spare, well, sleep 1h, get 2, asked spare, renew, asked spare
      nor one for lasting credentials, nor one that rejects the current ones
        spared, down, get 1, asked first spare, well, sleep 30m, lasting 55m, gets 2, asked spare, sleep 30m, reject 2,
        asked spare
      nor an attempt that has no time for a second one
        spared, down, get 1, asked first spare, well, sleep 3500s, serves 1, asked spare
      a denial on the way home is the answer
        spared, down, get 1, asked first spare, denying, +40m, asked first, failed, from spare, heard EndpointChanged/first
      if the spare is unavailable, a call that waits asks the first endpoint, which is home then
        spared, down, get 1, asked first spare, well, spare down, sleep 1h, get 2, asked spare first, from first,
        heard EndpointChanged/first, renew, asked first
      after both have failed, the one that served last is the endpoint
        spared, down, get 1, spare down, sleep 1h, fails STS is down, from spare
      in short sessions the first endpoint is tried earlier
        spared, lifetime 300s, down, get 1, asked first spare, well, +200s, asked spare, +200s, asked first
      """;

  static Stream<Arguments> scenarios() {
    return Stream.of(CALLERS, FLIGHTS, REJECTIONS, LASTING, TIMES, TOKENS, SPARE)
        .flatMap(Scenario::in);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void theSessionMeets(String sentence, List<String> steps) {
    Scenario.play(steps);
  }

  private static TokenClaims claims(@Nullable Instant issuedAt, @Nullable Instant expiration) {
    return new JwtClaims("issuer", "pod", List.of(), issuedAt, expiration);
  }

  static Stream<TokenClaims> withoutTimes() {
    Instant start = Moments.START;
    return Stream.of(
        claims(null, start),
        claims(start, null),
        claims(start, start),
        claims(start, start.minusSeconds(1)));
  }

  @ParameterizedTest
  @MethodSource("withoutTimes")
  void aTokenWithoutTimesIsNotWatched(TokenClaims claims) {
    VirtualSession session = new VirtualSession(RefreshPolicy.standard(), 0);
    session.sts.claims = claims;
    assertEquals("ASIA1", session.key());

    session.advance(Duration.ofHours(2));

    assertSame(claims, session.session.status().tokenClaims());
    assertEquals(List.of(), session.events(IrsaEvent.TokenStalled.class));
    assertEquals(4, session.calls());
  }

  /** As if the report had arrived a moment earlier. */
  @Test
  void aRejectionOfCredentialsThatAreJustReplacedCausesNoRefresh() {
    VirtualSession[] session = new VirtualSession[1];
    VirtualSts.Probe rejecting =
        new VirtualSts.Probe() {
          @Override
          public void uses(String what) {}

          @Override
          public void hears(IrsaEvent event) {
            if (session[0].calls() == 2) {
              session[0].session.invalidate("ASIA1");
            }
          }
        };
    session[0] =
        new VirtualSession(
            RefreshPolicy.standard(), Moments.drawing(0), Duration.ofHours(12), rejecting);
    assertEquals("ASIA1", session[0].key());

    assertTrue(session[0].refresh());
    session[0].seconds(1);

    assertEquals(2, session[0].calls());
  }

  /** In seconds: some issuers write milliseconds. */
  @ParameterizedTest
  @CsvSource({
    "1795536000000, 1795622400000",
    "1795536000, 1795622400000",
    "-31557014167219200, 31556889864403199",
    "0, 7258118400",
    "-1, 1"
  })
  void datesOfATokenThatAreOutOfRangeHarmNoStep(long issuedAt, long expiration) {
    VirtualSession session = new VirtualSession(RefreshPolicy.standard(), 0);
    session.sts.claims =
        new JwtClaims(
            "issuer",
            "pod",
            List.of("sts"),
            Instant.ofEpochSecond(issuedAt),
            Instant.ofEpochSecond(expiration));
    try (CapturedLogs captured = CapturedLogs.open()) {
      assertEquals("ASIA1", session.key());
      session.seconds(90_000);

      assertEquals("ASIA38", session.keyAtOnce());
      assertTrue(captured.lines().stream().noneMatch(line -> line.contains("A step of")));
    }
  }

  @Test
  void theStatusSaysWhatIsKnown() {
    VirtualSession session = new VirtualSession(RefreshPolicy.standard(), 0);
    session.sts.offset = Duration.ofSeconds(100);
    session.seconds(1);
    assertEquals("ASIA1", session.key());
    session.always(VirtualSession.denied());
    session.seconds(10);
    assertFalse(session.refresh());

    SessionStatus status = session.session.status();

    assertEquals(session.sts.issuedCredentials("ASIA1").expiration(), status.expiration());
    assertEquals(Moments.START.plusSeconds(1), status.receivedAt());
    assertEquals(Duration.ofSeconds(100), status.clockOffset());
    assertEquals("STS said AccessDenied", status.failure().summary());
    assertEquals(Moments.START.plusSeconds(11), status.failedAt());
    assertEquals(1, status.attempts());
  }
}
