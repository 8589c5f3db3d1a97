import { useId } from "react";
import { limits } from "../../../../contracts/limits.ts";
import { Field } from "../../parts/field.tsx";
import { inputStyle } from "../../parts/field-style.ts";
import type { AddressDraft } from "./address-draft.ts";
import { countries } from "./countries.ts";

interface AddressFieldsProps {
  draft: AddressDraft;
  onChange: (changes: Partial<AddressDraft>) => void;
  disabled: boolean;
}

/** Where the parcel goes. Browsers fill it in by themselves. */
export function AddressFields({ draft, onChange, disabled }: AddressFieldsProps) {
  const id = useId();
  const field = (part: keyof AddressDraft) => ({
    name: `shippingAddress.${part}`,
    value: draft[part],
    onChange: (value: string) => onChange({ [part]: value }),
    isDisabled: disabled,
    maxLength: limits.nameCharsMax,
  });
  return (
    <div className="grid gap-x-4 gap-y-1 sm:grid-cols-6">
      <div className="sm:col-span-6">
        <Field {...field("name")} label="Name" autoComplete="shipping name" isRequired />
      </div>
      <div className="sm:col-span-4">
        <Field {...field("line1")} label="Street and number" autoComplete="shipping address-line1" isRequired />
      </div>
      <div className="sm:col-span-2">
        <Field {...field("line2")} label="Door, floor" autoComplete="shipping address-line2" />
      </div>
      <div className="sm:col-span-2">
        <Field {...field("postalCode")} label="Postal code" autoComplete="shipping postal-code" isRequired maxLength={20} />
      </div>
      <div className="sm:col-span-4">
        <Field {...field("city")} label="City" autoComplete="shipping address-level2" isRequired />
      </div>
      <div className="grid gap-1.5 pb-5 sm:col-span-6">
        <label htmlFor={id} className="text-sm font-medium">
          Country
        </label>
        <select
          id={id}
          required
          disabled={disabled}
          autoComplete="shipping country"
          value={draft.country}
          className={inputStyle("roomy", "focus:outline-2 focus:outline-accent-text")}
          onChange={({ target }) => onChange({ country: target.value })}
        >
          <option value="" disabled>
            Choose a country
          </option>
          {countries.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}
