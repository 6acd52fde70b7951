export default function Page() {
  return <p>POST /predict</p>;
}
