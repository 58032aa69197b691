package com.turnstile.ws.v3;

import com.turnstile.service.OperationDispatcher;
import com.turnstile.service.ServiceRefusal;
import com.turnstile.transfer.LoginData;
import com.turnstile.transfer.SessionData;
import com.turnstile.transfer.TokenData;
import com.turnstile.ws.UnexpectedFailure;
import com.turnstile.ws.v3.gen.sessions.FaultCode;
import com.turnstile.ws.v3.gen.sessions.KeepAlive;
import com.turnstile.ws.v3.gen.sessions.KeepAliveResponse;
import com.turnstile.ws.v3.gen.sessions.Login;
import com.turnstile.ws.v3.gen.sessions.LoginResponse;
import com.turnstile.ws.v3.gen.sessions.Logout;
import com.turnstile.ws.v3.gen.sessions.LogoutResponse;
import com.turnstile.ws.v3.gen.sessions.Session;
import com.turnstile.ws.v3.gen.sessions.Sessions;
import com.turnstile.ws.v3.gen.sessions.SessionsFault;
import com.turnstile.ws.v3.gen.sessions.SessionsFaultMessage;
import jakarta.jws.HandlerChain;
import jakarta.jws.WebService;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The public endpoint of sessions. Thread-safe. */
@WebService(
    serviceName = "SessionsService",
    portName = "SessionsPort",
    targetNamespace = "http://turnstile.example/sessions/v3",
    endpointInterface = "com.turnstile.ws.v3.gen.sessions.Sessions")
@HandlerChain(file = "/com/turnstile/ws/session-handlers.xml")
public class SessionsEndpoint implements Sessions {

  private static final Logger LOG = Logger.getLogger(SessionsEndpoint.class.getName());
  private static final int LONGEST = 200;

  @Override
  public LoginResponse login(Login parameters) throws SessionsFaultMessage {
    validate(parameters);
    LoginData login = new LoginData();
    login.setCustomerId(parameters.getCustomerId());
    login.setEmail(parameters.getEmail());
    login.setPassword(parameters.getPassword());
    SessionData opened = (SessionData) dispatch("login", login);
    LoginResponse response = new LoginResponse();
    response.setToken(opened.getToken());
    response.setSession(session(opened));
    return response;
  }

  @Override
  public KeepAliveResponse keepAlive(KeepAlive parameters) throws SessionsFaultMessage {
    SessionData kept = (SessionData) dispatch("keepSessionAlive", token(parameters.getToken()));
    KeepAliveResponse response = new KeepAliveResponse();
    response.setSession(session(kept));
    return response;
  }

  @Override
  public LogoutResponse logout(Logout parameters) throws SessionsFaultMessage {
    Long seconds = (Long) dispatch("logout", token(parameters.getToken()));
    LogoutResponse response = new LogoutResponse();
    response.setSeconds(seconds);
    return response;
  }

  private static void validate(Login login) throws SessionsFaultMessage {
    if ((login.getCustomerId() == null) == (login.getEmail() == null)) {
      throw fault(FaultCode.INVALID_REQUEST, "either customerId or email must be given");
    }
    if (login.getCustomerId() != null && login.getCustomerId() <= 0) {
      throw fault(
          FaultCode.INVALID_REQUEST, "customerId must be positive, was " + login.getCustomerId());
    }
    if (login.getEmail() != null && login.getEmail().isBlank()) {
      throw fault(FaultCode.INVALID_REQUEST, "email must not be blank");
    }
    String password = login.getPassword();
    if (password == null || password.isEmpty() || password.length() > LONGEST) {
      int length = password == null ? 0 : password.length();
      throw fault(
          FaultCode.INVALID_REQUEST,
          "password must be 1 to " + LONGEST + " characters, was " + length);
    }
  }

  private static TokenData token(String text) throws SessionsFaultMessage {
    if (text == null || text.isBlank()) {
      throw fault(FaultCode.INVALID_REQUEST, "token must not be blank");
    }
    TokenData token = new TokenData();
    token.setToken(text.strip());
    return token;
  }

  private static Object dispatch(String operation, Object argument) throws SessionsFaultMessage {
    try {
      return OperationDispatcher.dispatch(operation, argument);
    } catch (ServiceRefusal refusal) {
      throw fault(FaultCode.fromValue(refusal.getCode()), refusal.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, operation + " failed", e);
      throw UnexpectedFailure.fault();
    }
  }

  private static Session session(SessionData data) {
    Session session = new Session();
    session.setCustomerId(data.getCustomerId());
    session.setCustomerName(data.getCustomerName());
    session.setCreatedAt(data.getCreatedAt());
    session.setLastUsedAt(data.getLastUsedAt());
    session.setExpiresAt(data.getExpiresAt());
    return session;
  }

  private static SessionsFaultMessage fault(FaultCode code, String message) {
    SessionsFault fault = new SessionsFault();
    fault.setCode(code);
    fault.setMessage(message);
    return new SessionsFaultMessage(message, fault);
  }
}
