package com.turnstile.service;

import com.turnstile.dao.CustomerAccountDao;
import com.turnstile.dao.CustomerAddressDao;
import com.turnstile.dao.CustomerPreferenceDao;
import com.turnstile.dao.OrderDao;
import com.turnstile.entity.CustomerAccount;
import com.turnstile.entity.CustomerAddress;
import com.turnstile.entity.CustomerPreference;
import com.turnstile.entity.PurchaseOrder;
import com.turnstile.transfer.AddressData;
import com.turnstile.transfer.PreferenceData;
import com.turnstile.transfer.ProfileData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.util.logging.Logger;

/** Profiles of customers. Thread-safe, as a stateless bean. */
@Stateless
public class ProfileBean {

  private static final Logger LOG = Logger.getLogger(ProfileBean.class.getName());

  @EJB private CustomerAccountDao accounts;
  @EJB private CustomerAddressDao addresses;
  @EJB private CustomerPreferenceDao preferences;
  @EJB private OrderDao orders;

  public ProfileData load(long customerId) throws ServiceRefusal {
    CustomerAccount account = requireActive(customerId);
    ProfileData profile = new ProfileData();
    profile.setCustomerId(customerId);
    profile.setName(account.getName());
    profile.setEmail(account.getEmail());
    profile.setCountryCode(account.getCountryCode());
    profile.setRoleCode(account.getRoleCode());
    profile.setStatus(account.getStatus());
    profile.setCreatedAt(account.getCreatedAt());
    profile.setVersion(account.getVersion());
    for (Long id : addresses.idsOfCustomer(customerId)) {
      addresses.findById(id).map(ProfileBean::address).ifPresent(profile.getAddresses()::add);
    }
    for (Long id : preferences.idsOfCustomer(customerId)) {
      preferences
          .findById(id)
          .map(ProfileBean::preference)
          .ifPresent(profile.getPreferences()::add);
    }
    countOrders(customerId, profile);
    return profile;
  }

  /** The account with all that hangs on it, to be changed outside and given to {@link #save}. */
  public CustomerAccount checkOut(long customerId) throws ServiceRefusal {
    CustomerAccount account = requireActive(customerId);
    int parts = account.getAddresses().size() + account.getPreferences().size();
    LOG.fine(() -> "customer " + customerId + " is checked out with " + parts + " parts");
    return account;
  }

  public void save(CustomerAccount account) {
    accounts.merge(account);
    accounts.flush();
  }

  private CustomerAccount requireActive(long customerId) throws ServiceRefusal {
    return accounts
        .findById(customerId)
        .filter(a -> "ACTIVE".equals(a.getStatus()))
        .orElseThrow(
            () -> new ServiceRefusal("UNKNOWN_CUSTOMER", "no active customer " + customerId));
  }

  /** Orders without lines are left-overs of a system long gone, and do not count. */
  private void countOrders(long customerId, ProfileData profile) {
    int count = 0;
    for (PurchaseOrder order : orders.findByCustomer(customerId)) {
      if (!order.getLines().isEmpty()) {
        count++;
        profile.setLastOrderReference(order.getOrderReference());
      }
    }
    profile.setOrderCount(count);
  }

  private static AddressData address(CustomerAddress address) {
    AddressData data = new AddressData();
    data.setKind(address.getKind());
    data.setStreet(address.getStreet());
    data.setPostCode(address.getPostCode());
    data.setCity(address.getCity());
    data.setCountryCode(address.getCountryCode());
    return data;
  }

  private static PreferenceData preference(CustomerPreference preference) {
    PreferenceData data = new PreferenceData();
    data.setName(preference.getName());
    data.setValue(preference.getValue());
    return data;
  }
}
