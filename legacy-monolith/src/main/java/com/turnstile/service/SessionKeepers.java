package com.turnstile.service;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The keepers of all sessions, by the hash of the token. Thread-safe. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class SessionKeepers {

  private final Map<String, SessionKeeper> keepers = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();

  public void keep(String tokenHash, CustomerCopy customer) {
    SessionKeeper keeper = new SessionKeeper(customer, numbers.incrementAndGet());
    keepers.put(tokenHash, keeper);
    keeper.start();
  }

  public void used(String tokenHash) {
    SessionKeeper keeper = keepers.get(tokenHash);
    if (keeper != null) {
      keeper.used();
    }
  }

  /** The keeper remembers that the customer has left, and stays. */
  public void left(String tokenHash) {
    SessionKeeper keeper = keepers.get(tokenHash);
    if (keeper != null) {
      keeper.leave();
    }
  }

  public int count() {
    return keepers.size();
  }

  @PreDestroy
  void stopAll() {
    keepers.values().forEach(SessionKeeper::stop);
  }
}
