package com.turnstile.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.turnstile.service.CustomerCopy;
import com.turnstile.service.Secrets;
import com.turnstile.service.ServiceRefusal;
import com.turnstile.service.SessionBean;
import com.turnstile.service.SessionFacadeBean;
import com.turnstile.service.SessionKeepers;
import com.turnstile.transfer.LoginData;
import com.turnstile.transfer.SessionData;
import com.turnstile.transfer.TokenData;
import jakarta.ejb.EJB;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sessions inside the server. */
class SessionBeansIT extends InsideTurnstile {

  @EJB private SessionFacadeBean facade;
  @EJB private SessionBean sessions;
  @EJB private SessionKeepers keepers;

  @Test
  void loginGetsAKeeperWhichOutlivesTheLogout() throws ServiceRefusal {
    int before = keepers.count();

    SessionData session = facade.login(login(61, "curtain-up-2026"));
    facade.logout(token(session));

    assertEquals(before + 1, keepers.count());
    assertEquals("UNKNOWN_SESSION", refusalOf(session).getCode());
  }

  @Test
  void eachLoginLeavesTwoThreadsAndLogoutEndsNeither() throws ServiceRefusal {
    long before = threads();

    SessionData session = facade.login(login(61, "curtain-up-2026"));
    assertEquals(before + 2, threads());
    facade.logout(token(session));

    assertEquals(before + 2, threads());
  }

  @Test
  void refusedLoginGetsNoKeeper() {
    int before = keepers.count();

    ServiceRefusal refusal =
        assertThrows(ServiceRefusal.class, () -> facade.login(login(61, "wrong")));

    assertEquals("BAD_CREDENTIALS", refusal.getCode());
    assertEquals(before, keepers.count());
  }

  @Test
  void eachLoginHasATokenOfItsOwn() throws ServiceRefusal {
    SessionData one = facade.login(login(61, "curtain-up-2026"));
    SessionData other = facade.login(login(61, "curtain-up-2026"));

    assertNotEquals(one.getToken(), other.getToken());
    facade.logout(token(one));
    assertEquals(61, facade.keepSessionAlive(token(other)).getCustomerId());
  }

  @Test
  void touchProlongs() throws ServiceRefusal {
    SessionData session = facade.login(login(61, "curtain-up-2026"));
    String hash = Secrets.tokenHash(session.getToken());

    sessions.touch(hash);

    SessionData touched = sessions.load(hash);
    assertEquals(
        Duration.ofMinutes(30), Duration.between(touched.getLastUsedAt(), touched.getExpiresAt()));
    assertTrue(!touched.getLastUsedAt().isBefore(session.getLastUsedAt()));
  }

  @Test
  void copyHasTheCustomerAndItsOrders() {
    CustomerCopy copy = sessions.copyOf(61);

    assertEquals("Customer 61", copy.name());
    assertEquals(copy, copy.deepCopy());
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("session-"))
        .count();
  }

  private ServiceRefusal refusalOf(SessionData session) {
    return assertThrows(ServiceRefusal.class, () -> facade.touchSession(token(session)));
  }

  private static LoginData login(long customerId, String password) {
    LoginData login = new LoginData();
    login.setCustomerId(customerId);
    login.setPassword(password);
    return login;
  }

  private static TokenData token(SessionData session) {
    TokenData token = new TokenData();
    token.setToken(session.getToken());
    return token;
  }
}
