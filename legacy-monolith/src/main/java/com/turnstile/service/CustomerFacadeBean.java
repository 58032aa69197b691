package com.turnstile.service;

import com.turnstile.cache.HostCache;
import com.turnstile.entity.CustomerAccount;
import com.turnstile.transfer.ContactData;
import com.turnstile.transfer.ProfileData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** Accounts of customers. Thread-safe, as a stateless bean. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CustomerFacadeBean extends AbstractFacade {

  private static final int PROFILE_SECONDS = 60;

  @EJB private ProfileBean profiles;
  @EJB private HostCache cache;

  @Override
  public String facadeName() {
    return "customers";
  }

  public ProfileData loadProfile(Long customerId) throws ServiceRefusal {
    ProfileData known = cache.get(key(customerId), ProfileData.class);
    if (known != null) {
      return known;
    }
    ProfileData profile = profiles.load(customerId);
    cache.put(key(customerId), profile, PROFILE_SECONDS);
    return profile;
  }

  /** Changes the contact, if nobody else did since the client read it. */
  public ProfileData updateContact(ContactData contact) throws ServiceRefusal {
    CustomerAccount account = profiles.checkOut(contact.getCustomerId());
    if (account.getVersion() != contact.getVersion()) {
      throw conflict(contact, account.getVersion());
    }
    if (contact.getName() != null) {
      account.setName(contact.getName());
    }
    account.setEmail(contact.getEmail());
    try {
      profiles.save(account);
    } catch (RuntimeException e) {
      if (Conflicts.isStale(e)) {
        throw conflict(contact, profiles.checkOut(contact.getCustomerId()).getVersion());
      }
      throw e;
    }
    cache.remove(key(contact.getCustomerId()));
    return profiles.load(contact.getCustomerId());
  }

  private static String key(long customerId) {
    return "profile:" + customerId;
  }

  /** What the client read may have come from the cache: reading it again must help. */
  private ServiceRefusal conflict(ContactData contact, int present) {
    cache.remove(key(contact.getCustomerId()));
    return new ServiceRefusal(
        "VERSION_CONFLICT",
        "customer "
            + contact.getCustomerId()
            + " is at version "
            + present
            + ", not "
            + contact.getVersion()
            + ": read it again");
  }
}
