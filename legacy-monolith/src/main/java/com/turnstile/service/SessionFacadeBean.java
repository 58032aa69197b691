package com.turnstile.service;

import com.turnstile.transfer.LoginData;
import com.turnstile.transfer.SessionData;
import com.turnstile.transfer.TokenData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** Sessions of customers. Thread-safe, as a stateless bean. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SessionFacadeBean extends AbstractFacade {

  @EJB private SessionBean sessions;
  @EJB private SessionKeepers keepers;

  @Override
  public String facadeName() {
    return "sessions";
  }

  public SessionData login(LoginData login) throws ServiceRefusal {
    SessionData session = sessions.login(login);
    keepers.keep(Secrets.tokenHash(session.getToken()), sessions.copyOf(session.getCustomerId()));
    return session;
  }

  public SessionData keepSessionAlive(TokenData token) throws ServiceRefusal {
    touchSession(token);
    return sessions.load(Secrets.tokenHash(token.getToken()));
  }

  /** For each request that carries a token: the session is used, and prolonged. */
  public void touchSession(TokenData token) throws ServiceRefusal {
    String tokenHash = Secrets.tokenHash(token.getToken());
    sessions.touch(tokenHash);
    keepers.used(tokenHash);
  }

  public Long logout(TokenData token) throws ServiceRefusal {
    String tokenHash = Secrets.tokenHash(token.getToken());
    long seconds = sessions.logout(tokenHash);
    keepers.left(tokenHash);
    return seconds;
  }
}
